// The second factor: an app on the phone, recovery codes, passkeys, and the firm's rule.
import { createHmac } from "node:crypto";
import { expect, people, signIn, test, unique, type Page } from "../support/journey.ts";
import { errorAt, fill, flash, heading, languages, openAccount, read, send } from "../support/work.ts";
import type { TestInfo } from "@playwright/test";

const SECRET = "une phrase bien à elle 2026";

/** What an authenticator app shows, so many steps from now (RFC 6238). */
function code(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(" ", "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(step).digest();
  const number = digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A broker of one's own, signed in. */
async function broker(page: Page, newcomer: () => Promise<Page>, info: TestInfo): Promise<string> {
  const admin = await newcomer();
  await signIn(admin, people.admin);
  const email = await openAccount(admin, page, unique("Lea Prudent", info), SECRET);
  await signIn(page, email, SECRET);
  return email;
}

/** Sets up an app: its secret and the recovery codes. */
async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/account/security");
  await page.locator('form[action$="/totp/begin"] button').click();
  await expect(page.locator(".qr svg")).toBeVisible();
  const secret = (await page.locator("[data-secret]").textContent()) ?? "";
  // The code of the half minute before, so that this one's is left for signing in. Where the half minute turns on the way, it is
  // too old and refused, and one types the next.
  for (let tries = 0; tries < 2 && (await page.locator("[data-recovery-codes]").count()) === 0; tries += 1) {
    await fill(page, { code: code(secret, -1) });
    await send(page);
  }
  const codes = await page.locator("[data-recovery-codes] code").allTextContents();
  expect(codes).toHaveLength(10);
  return { secret, codes };
}

/** Types address and password; the second step is the next page. */
async function firstStep(page: Page, email: string): Promise<void> {
  await page.context().clearCookies({ name: "monassurance" });
  await page.goto("/sign-in");
  await fill(page, { email, password: SECRET });
  await send(page);
  await expect(page).toHaveURL("/sign-in/second-factor");
}

for (const language of languages) {
  test(`an app on the phone is asked for at sign-in: ${language}`, async ({ page, newcomer, baseURL }, info) => {
    await read(page, language, baseURL);
    const email = await broker(page, newcomer, info);
    const { secret, codes } = await setUp(page);
    await page.reload();
    await expect(page.locator("[data-recovery-codes]"), "shown once").toHaveCount(0);

    await firstStep(page, email);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(heading(page)).toHaveText(language === "fr" ? "Second facteur" : "Second factor");
    await fill(page, { code: "000000" });
    await send(page);
    await expect(page.getByRole("alert")).toContainText(language === "fr" ? "n’est pas le bon" : "is wrong");
    await page.goto("/clients");
    await expect(page, "half signed in opens nothing").toHaveURL(/\/sign-in/);
    await page.goto("/sign-in/second-factor");
    await fill(page, { code: code(secret) });
    await send(page);
    await page.goto("/clients");
    await expect(heading(page)).toHaveText("Clients");

    await firstStep(page, email);
    await fill(page, { code: (codes[0] ?? "").toLowerCase() });
    await send(page);
    await page.goto("/account/security");
    await expect(page.locator("main")).toContainText(language === "fr" ? "Il reste 9 codes" : "9 codes are left");
    await page.goto("/account/security/totp");
    await fill(page, { current_password: "faux", code: codes[1] ?? "" });
    await send(page);
    await expect(errorAt(page, "current_password")).toBeVisible();
    await fill(page, { current_password: SECRET, code: codes[1] ?? "" });
    await send(page);
    await expect(page).toHaveURL("/account/security");
    await page.context().clearCookies({ name: "monassurance" });
    await signIn(page, email, SECRET);
    await expect(page).toHaveURL("/");
  });
}

test("an administrator removes the factors of somebody who lost his phone", async ({ page, newcomer }, info) => {
  const email = await broker(page, newcomer, info);
  await setUp(page);
  const admin = await newcomer();
  await signIn(admin, people.admin);
  await admin.goto(`/admin/users?q=${encodeURIComponent(email)}`);
  await admin.locator("main tbody th a").first().click();
  await admin.getByRole("button", { name: "Retirer les seconds facteurs" }).first().click();
  await admin.getByRole("dialog").getByRole("button", { name: "Retirer les seconds facteurs" }).click();
  await expect(flash(admin)).toContainText("sont retirés");
  await page.goto("/clients");
  await expect(page, "signed out").toHaveURL(/\/sign-in/);
  await signIn(page, email, SECRET);
  await expect(flash(page)).toContainText("Un administrateur a retiré vos seconds facteurs");
});

const passkeyWords = {
  fr: {
    signIn: "Se connecter avec une clé d’accès", refused: "Cette clé d’accès a été refusée", remove: "Retirer",
    removed: "retirée", none: "Aucune clé d’accès",
  },
  en: {
    signIn: "Sign in with a passkey", refused: "This passkey was refused", remove: "Remove", removed: "removed",
    none: "No passkey",
  },
};

for (const language of languages) {
  test(`a passkey is recorded, signs in alone, and is the second step: ${language}`, async ({ page, newcomer, javaScriptEnabled, baseURL }, info) => {
    test.skip(!javaScriptEnabled, "a passkey needs a script, and the page says so");
    const { signIn: enter, refused, remove, removed, none } = passkeyWords[language];
    const email = await broker(page, newcomer, info);
    await read(page, language, baseURL);
    const devices = await page.context().newCDPSession(page);
    await devices.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", { options });

    await page.goto("/account/security/passkeys/new");
    await send(page);
    await expect(errorAt(page, "name"), "a passkey has a name").toBeVisible();
    await fill(page, { name: "Portable du bureau" });
    await page.locator('main form.form button[type="submit"]').click();
    await expect(page, "the first factor comes with recovery codes").toHaveURL("/account/security/recovery-codes");
    await page.goto("/account/security");
    await expect(page.locator("main tbody tr")).toContainText("Portable du bureau");

    await page.context().clearCookies({ name: "monassurance" });
    await page.goto("/sign-in?return_to=/policies");
    await page.getByRole("link", { name: enter }).click();
    await expect(page, "no address, no password").toHaveURL("/policies");

    await firstStep(page, email);
    await page.getByRole("link", { name: enter }).click();
    await expect(page).toHaveURL("/");

    // A copy of the key that was used elsewhere has an older counter.
    const { credentials } = await devices.send("WebAuthn.getCredentials", { authenticatorId });
    const [key] = credentials;
    if (!key) throw new Error("The device has no passkey.");
    await devices.send("WebAuthn.removeCredential", { authenticatorId, credentialId: key.credentialId });
    await devices.send("WebAuthn.addCredential", { authenticatorId, credential: { ...key, signCount: 0 } });
    await page.context().clearCookies({ name: "monassurance" });
    await page.goto("/sign-in/passkey");
    await expect(page.getByRole("alert")).toContainText(refused);
    const admin = await newcomer();
    await signIn(admin, people.admin);
    await admin.goto("/admin/audit?action=factor.counter_went_back");
    await expect(admin.locator("main tbody tr").first()).toContainText("Portable du bureau");

    await useAgain(page);
    await page.getByRole("button", { name: remove }).click();
    await expect(flash(page)).toContainText(removed);
    await expect(page.locator("main")).toContainText(none);
  });
}

/** Uses the key until its counter is past the one that the server knows; then to the page of second factors. */
async function useAgain(page: Page): Promise<void> {
  await page.goto("/sign-in/passkey");
  for (let tries = 0; tries < 5 && new URL(page.url()).pathname !== "/"; tries++) {
    await page.waitForURL((url) => url.pathname === "/" || url.pathname === "/sign-in");
    if (new URL(page.url()).pathname === "/sign-in") await page.goto("/sign-in/passkey");
  }
  await page.goto("/account/security");
}
