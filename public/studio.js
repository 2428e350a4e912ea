// The studio of templates: numbers and colours the lines, writes names where one clicks, and asks for the page again when one stops
// typing. It asks the very page: what comes back is made and escaped on the server, and moved here as elements. Without this file
// the page has a button.
const form = document.getElementById("studio");
const area = document.getElementById("field-content");
const texts = JSON.parse(document.getElementById("studio-script").dataset.texts);

/** How long one may pause between two letters. */
const PAUSE = 400;
/** A longer text is not coloured: the browser would stumble at every letter. */
const COLOURED_MAX = 120_000;
/** What is kept when a page is left must fit into what browsers still send then. */
const LEAVING_MAX = 60_000;

// --- The editor: the text itself stays a text field; its colours lie under it and its numbers beside it.

const editor = document.createElement("div");
const numbers = document.createElement("div");
const paint = document.createElement("pre");
editor.className = "code-editor";
numbers.className = "code-numbers";
paint.className = "code-paint";
numbers.setAttribute("aria-hidden", "true");
paint.setAttribute("aria-hidden", "true");
area.before(editor);
editor.append(numbers, paint, area);
area.wrap = "off";
document.querySelector(".studio-keys").textContent = texts.keys;

const KINDS = [
  ["remark", /\{#[\s\S]*?(?:#\}|$)/],
  ["statement", /\{%[\s\S]*?(?:%\}|$)/],
  ["expression", /\{\{[\s\S]*?(?:\}\}|$)/],
  ["tag", /<\/?[a-zA-Z][\w-]*|\/?>/],
  ["attribute", /\s[\w-]+(?==")/],
];
const TOKENS = new RegExp(KINDS.map(([name, pattern]) => `(?<${name}>${pattern.source})`).join("|"), "g");

function colour(text) {
  if (text.length > COLOURED_MAX) return [text];
  const parts = [];
  let last = 0;
  for (const token of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(token.groups).find(([, found]) => found !== undefined);
    const span = document.createElement("span");
    span.className = `code-${kind}`;
    span.textContent = token[0];
    parts.push(text.slice(last, token.index), span);
    last = token.index + token[0].length;
  }
  parts.push(text.slice(last));
  return parts;
}

function wrongLines() {
  return new Set([...document.querySelectorAll("#studio-output [data-line]")].map((link) => link.dataset.line));
}

function draw() {
  // A last line break needs something behind it to be as high as in the field.
  paint.replaceChildren(...colour(area.value), "\n");
  const wrong = wrongLines();
  const count = area.value.split("\n").length;
  numbers.replaceChildren(
    ...Array.from({ length: count }, (_, index) => {
      const line = document.createElement("span");
      line.textContent = String(index + 1);
      if (wrong.has(String(index + 1))) line.dataset.wrong = "";
      return line;
    }),
  );
  follow();
}

function follow() {
  paint.style.translate = `${-area.scrollLeft}px ${-area.scrollTop}px`;
  numbers.style.translate = `0 ${-area.scrollTop}px`;
}

function write(text) {
  area.focus();
  // Unlike setting the value, this can be undone.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function goTo(line, column) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  // Columns count characters; the field counts UTF-16 units.
  const before = [...(lines[line - 1] ?? "")].slice(0, Math.max(column - 1, 0)).join("").length;
  area.focus();
  area.setSelectionRange(start + before, start + (lines[line - 1] ?? "").length);
  const height = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
  area.scrollLeft = 0;
}

// --- The look: the last question counts; one that is under way is given up.

let asked = 0;
let timer;
let under;
let told = area.value;

const status = () => document.querySelector(".studio-status");
const fields = (page) => {
  const data = new URLSearchParams(new FormData(form));
  // The same text may be looked at twice; the key is for what changes something.
  data.delete("form_key");
  data.set("preview", page);
  return data;
};

async function ask(page) {
  clearTimeout(timer);
  under?.abort();
  const turn = (asked += 1);
  const control = new AbortController();
  under = control;
  status().textContent = texts.looking;
  const sent = area.value;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: fields(page),
      headers: { accept: "text/html" },
      signal: control.signal,
    });
    const text = await answer.text();
    if (turn !== asked) return;
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("studio-output");
    if (!next) throw new Error("no look");
    document.getElementById("studio-output").replaceWith(document.adoptNode(next));
    told = sent;
    draw();
    next.dataset.turn = String(turn);
  } catch (error) {
    if (turn === asked && error.name !== "AbortError") status().textContent = texts.failed;
  }
}

const page = () => document.querySelector("#studio-output [data-page]")?.dataset.page ?? "1";

area.addEventListener("input", () => {
  draw();
  clearTimeout(timer);
  timer = setTimeout(() => void ask(page()), PAUSE);
});
area.addEventListener("scroll", follow, { passive: true });

let free = false;
area.addEventListener("keydown", (event) => {
  if (event.key === "Escape") free = true;
  else if (event.key === "Tab" && !free && !event.shiftKey && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    write("  ");
  } else if (event.key !== "Tab" && event.key !== "Shift") free = false;
});
area.addEventListener("blur", () => (free = false));

form.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=save]"));
  }
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "preview") {
    event.preventDefault();
    void ask(event.submitter.value);
  } else {
    told = area.value;
  }
});

for (const name of ["data", "policy_number"]) {
  document.getElementById(`field-${name}`).addEventListener("change", () => {
    const about = document.getElementById("field-data");
    const number = document.getElementById("field-policy_number");
    if (name === "policy_number" && number.value.trim()) about.value = "policy";
    void ask("1");
  });
}

document.addEventListener("click", (event) => {
  const mistake = event.target.closest?.("#studio-output [data-line]");
  if (mistake) {
    event.preventDefault();
    goTo(Number(mistake.dataset.line), Number(mistake.dataset.column));
  }
});

// Whoever leaves between two letters and the next look finds them again.
addEventListener("pagehide", () => {
  const body = fields(page());
  if (area.value !== told && String(body).length < LEAVING_MAX) {
    void fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" });
  }
});

for (const code of document.querySelectorAll("[data-snippet]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "name-insert";
  button.title = texts.insert;
  code.before(button);
  button.append(code);
  button.addEventListener("click", () => write(code.dataset.snippet));
}

draw();
editor.dataset.hydrated = "";
