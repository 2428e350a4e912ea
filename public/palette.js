// The palette: Ctrl+K opens it; what is found while one types stands in it, with the commands. A combobox with a list, by
// the ARIA pattern: the input keeps the focus, and names the option that Enter would take.
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const options = document.getElementById("palette-options");
const status = dialog.querySelector(".palette-status");
const commands = options.querySelector(".palette-group");

/** How long one may pause between two letters. */
const PAUSE = 150;
let asked = 0;
let timer;

const shown = () => [...options.querySelectorAll("[role=option]")].filter((option) => !option.hidden);

function choose(option) {
  for (const other of options.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(option) {
  if (option.dataset.presses) {
    const button = document.querySelector(option.dataset.presses);
    dialog.close();
    button?.click();
  } else {
    option.click();
  }
}

/** Keeps the commands whose names hold every word that was typed. */
function filterCommands(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  for (const command of commands.querySelectorAll("[role=option]")) {
    command.hidden = !words.every((word) => command.dataset.find.includes(word));
  }
  commands.hidden = !commands.querySelector("[role=option]:not([hidden])");
}

/** The rows of the search page as options, one group for each kind. */
function rowsOf(page) {
  let number = 0;
  return [...page.querySelectorAll("#found .found")].map((section) => {
    const group = document.createElement("div");
    const head = document.createElement("div");
    const kind = section.querySelector("h2");
    group.className = "palette-group";
    group.setAttribute("role", "group");
    head.className = "found-head";
    head.id = `palette-${kind.id}`;
    head.setAttribute("role", "presentation");
    head.textContent = kind.textContent;
    group.setAttribute("aria-labelledby", head.id);
    group.append(head);
    for (const link of section.querySelectorAll("a[data-found], a.found-more")) {
      const option = document.adoptNode(link);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      option.id = `palette-found-${(number += 1)}`;
      group.append(option);
    }
    return group;
  });
}

function show(groups) {
  for (const old of options.querySelectorAll(".palette-group")) if (old !== commands) old.remove();
  options.prepend(...groups);
  choose(shown()[0]);
  status.textContent = shown().length ? "" : dialog.dataset.nothing;
}

async function ask(typed) {
  const turn = (asked += 1);
  filterCommands(typed);
  if (typed.length < 2) return show([]);
  try {
    const answer = await fetch(`/search?q=${encodeURIComponent(typed)}`, { headers: { accept: "text/html" } });
    const text = await answer.text();
    // Whoever was signed out meanwhile signs in again by the page itself.
    if (!answer.ok || answer.redirected) return void location.assign(`/search?q=${encodeURIComponent(typed)}`);
    if (turn === asked) show(rowsOf(new DOMParser().parseFromString(text, "text/html")));
  } catch {
    // No network: Enter still leads to the page, which tells.
    if (turn === asked) show([]);
  }
}

function open() {
  if (dialog.open) return;
  for (const drawer of document.querySelectorAll(":popover-open")) drawer.hidePopover();
  dialog.showModal();
  input.select();
  void ask(input.value.trim());
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (dialog.open) {
      event.preventDefault();
      dialog.close();
    } else if (!document.querySelector("dialog:modal")) {
      event.preventDefault();
      open();
    }
  },
  true,
);

for (const opener of document.querySelectorAll("[data-palette]")) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  status.textContent = dialog.dataset.searching;
  timer = setTimeout(() => void ask(input.value.trim()), PAUSE);
});

input.addEventListener("keydown", (event) => {
  const all = shown();
  const place = all.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
  const to = { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key];
  if (event.key === "Enter" && all[place]) {
    event.preventDefault();
    take(all[place]);
  } else if (to !== undefined && all.length) {
    event.preventDefault();
    choose(all.at(to % all.length));
  }
});

options.addEventListener("click", (event) => {
  const option = event.target.closest("[data-presses]");
  if (option) take(option);
});

dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});

dialog.dataset.hydrated = "";
