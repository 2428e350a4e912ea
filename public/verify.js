// Takes the checksum of a file here, so that it never leaves the machine, and asks the check page about it. A file may be
// dropped anywhere on the form. Without this file, or where the browser has no digest, the form sends the file instead.
const form = document.querySelector("[data-verify-file]")?.closest("form");
const field = form?.querySelector("input[type=file]");

function address(checksum) {
  const query = new URLSearchParams({ sha256: checksum });
  const code = new FormData(form).get("code");
  return code ? `/verify/${encodeURIComponent(code)}?${query}` : `/verify?${query}`;
}

async function check(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const bytes = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  location.assign(address(bytes.join("")));
}

if (field && globalThis.crypto?.subtle) {
  form.addEventListener("submit", (event) => {
    const [file] = field.files;
    if (!file) return;
    event.preventDefault();
    check(file).catch(() => form.submit());
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.dataset.over = "true";
  });
  form.addEventListener("dragleave", () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    delete form.dataset.over;
    const [file] = event.dataTransfer.files;
    if (!file) return;
    field.files = event.dataTransfer.files;
    check(file).catch(() => form.submit());
  });
}
