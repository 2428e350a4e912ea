// The browser's half of passkeys: asks the device, and puts its answer into the form. On pages without a question it
// shows the links that need passkeys. Without this file, or on an older browser, one signs in by password and code.
const able = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

if (able) for (const link of document.querySelectorAll("[data-needs-passkeys]")) link.hidden = false;

const place = document.querySelector("[data-passkey]");
const form = place?.querySelector("form");

async function ask() {
  const options = JSON.parse(place.dataset.options);
  if (place.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function answer() {
  const failed = place.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const credential = await ask();
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // A passkey without a name would be refused after the device was asked.
    const name = form.elements.name;
    if (name instanceof HTMLInputElement && name.value.trim() === "") form.submit();
    else void answer();
  });
  if (able && place.dataset.passkey === "get") void answer();
}
