// Asks, while a new client is being typed, whether he is recorded already, and says so under the name. Without this file the
// form says it once it is sent.
const place = document.querySelector("[data-duplicates]");
const form = place?.closest("form");
const names = ["first_name", "last_name", "legal_name", "email", "phone", "birth_date", "national_id", "tax_id", "iban"];
const ofPersons = ["first_name", "last_name", "birth_date", "national_id"];

function typed() {
  const fields = new FormData(form);
  const kind = fields.get("kind") ?? "person";
  const body = { kind };
  for (const name of names) {
    const value = String(fields.get(name) ?? "").trim();
    const other = kind === "person" ? name === "legal_name" : ofPersons.includes(name);
    if (value !== "" && !other) body[name] = value;
  }
  return body;
}

function line(one, texts) {
  const item = document.createElement("li");
  const why = one.reasons.map((reason) => texts.reasons[reason] ?? reason).join(", ");
  if (one.client === null) {
    item.textContent = texts.elsewhere.replace("{why}", why);
    return item;
  }
  const link = document.createElement("a");
  link.href = `/clients/${one.client.id}`;
  link.target = "_blank";
  link.textContent = one.client.display_name;
  item.append(link, one.archived ? ` (${texts.archived})` : "", ` – ${why}`);
  return item;
}

function show(found) {
  const texts = JSON.parse(place.dataset.texts);
  place.replaceChildren();
  if (found.length === 0) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.tone = "warning";
  const title = document.createElement("p");
  title.className = "notice-title";
  title.textContent = texts.title;
  const list = document.createElement("ul");
  list.className = "notice-list";
  list.append(...found.map((one) => line(one, texts)));
  const inside = document.createElement("div");
  inside.className = "notice-text";
  inside.append(title, list);
  notice.append(inside);
  place.append(notice);
}

if (form) {
  let waiting;
  let asked = "";
  let last;
  const ask = async () => {
    const body = JSON.stringify(typed());
    if (body === asked) return;
    asked = body;
    last?.abort();
    last = new AbortController();
    try {
      const answer = await fetch("/api/v1/clients/duplicates", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: last.signal,
      });
      if (answer.ok) show((await answer.json()).items);
    } catch {
      // What could not be asked is said when the form is sent.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  });
  place.dataset.ready = "";
}
