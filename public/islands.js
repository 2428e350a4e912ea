// Wakes the islands of a page, if it has some, and gives older browsers what newer ones do by themselves.
// Everything here is an addition: without this file every page still works.
const script = document.querySelector("script[data-islands]");

// After leptos' island_script.js: outer islands first, and children only once their parent has made room for them.
async function wake(root, module) {
  const children = [];
  async function walk(node) {
    const name = node.localName;
    if (name === "leptos-island") {
      const start = module[node.dataset.component];
      if (start) {
        children.at(-1)?.();
        await start(node);
        node.dataset.hydrated = "";
      } else {
        console.warn(`There is no island ${node.dataset.component}.`);
      }
    }
    if (name === "leptos-children") children.push(node.$$on_hydrate);
    for (const child of [...node.children]) await walk(child);
    if (name === "leptos-children") children.pop();
  }
  await walk(root);
}

if (script && document.querySelector("leptos-island")) {
  const idle = window.requestIdleCallback ?? ((start) => setTimeout(start, 1));
  idle(async () => {
    const module = await import(script.dataset.islands);
    await module.default({ module_or_path: script.dataset.wasm });
    module.hydrate();
    await wake(document.body, module);
  });
}

// Menus close when one clicks elsewhere or presses Escape.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }
  const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
  if ((palette || slash) && !event.defaultPrevented && !document.querySelector("dialog:modal")) {
    const search = document.querySelector("[data-search-shortcut]") ?? document.querySelector("main input[type=search]");
    if (search) {
      event.preventDefault();
      const drawer = search.closest("[popover]");
      if (drawer && !drawer.checkVisibility()) drawer.showPopover();
      search.focus();
      search.select();
    }
  }
});

// Buttons that open a dialog by `commandfor`, for browsers from before that existed.
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });
}

// A page that comes back with errors is read from the errors.
document.getElementById("form-errors")?.focus();

// The board of renewals is walked by j and k or the arrows, once the focus is in it.
const board = document.querySelector(".board");
board?.addEventListener("keydown", (event) => {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...board.querySelectorAll("a")];
  links[links.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
});
