// The main job, from a client's first call to a certificate that a third party can check, and take for what it is worth.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, hydrated, type Page, password, people, signIn, test, unique } from "../support/journey.ts";
import { badge, bindPolicy, day, errorAt, fact, fill, form, heading, issueCertificate, pathOf, recordAnyway, recordPerson, recordPolicy, send, take } from "../support/work.ts";

test("a broker takes a client from the first call to a certificate that a third party can check", async ({ page, newcomer }, info) => {
  const name = unique("Garrigues", info);
  const number = unique("ZZ", info).replace(" ", "-");

  await test.step("a wrong password is refused, and the e-mail address stays", async () => {
    await page.goto("/sign-in");
    await fill(page, { email: people.user, password: "une autre phrase" });
    await send(page);
    await expect(page.getByRole("alert")).toContainText("mot de passe incorrect");
    await expect(page.getByLabel("E-mail professionnel")).toHaveValue(people.user);
    await expect(page.getByLabel("Mot de passe")).toHaveValue("");
    await fill(page, { password: password() });
    await send(page);
    await expect(page).toHaveURL("/");
    await expect(heading(page)).toBeVisible();
  });

  await test.step("a client without a name and with a wrong IBAN is not saved, and nothing typed is lost", async () => {
    await page.goto("/clients");
    await page.getByRole("link", { name: "Nouveau client" }).first().click();
    await expect(heading(page)).toHaveText("Nouveau client");
    await hydrated(page);
    await fill(page, { first_name: "Zoé", email: `${Date.now()}@exemple.test`, iban: "FR76 0000", notes: name });
    await send(page);
    await expect(page.getByRole("alert")).toContainText("2 champs sont à corriger");
    await expect(errorAt(page, "last_name")).toContainText("obligatoire");
    await expect(errorAt(page, "iban")).toContainText("IBAN n’est pas valable");
    await expect(page.locator("#field-iban")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#field-iban")).toHaveValue("FR76 0000");
    await expect(page.locator("#field-first_name")).toHaveValue("Zoé");
    await expect(page.locator("#field-notes")).toHaveValue(name);
    const elsewhere = await page.context().newPage();
    await elsewhere.goto("/clients?q=zo%C3%A9&sort=-created_at");
    await expect(elsewhere.locator("main")).not.toContainText(name);
    await elsewhere.close();
  });

  const client = await test.step("put right, the client is recorded", async () => {
    await fill(page, { last_name: name, iban: "FR14 2004 1010 0505 0001 3M02 606", address_city: "Toulouse" });
    await send(page);
    await recordAnyway(page);
    await expect(heading(page)).toHaveText(`Zoé ${name}`);
    await expect(fact(page, "IBAN")).toHaveText("FR14 2004 1010 0505 0001 3M02 606");
    return pathOf(page, "/clients/");
  });

  const policy = await test.step("a policy is recorded for him and bound", async () => {
    await page.getByRole("link", { name: "Nouveau contrat" }).first().click();
    await expect(page.locator("main")).toContainText(`Zoé ${name}`);
    const path = await recordPolicy(page, client, number);
    await expect(badge(page)).toHaveText("Devis");
    await expect(fact(page, "Prime annuelle")).toHaveText("612,50 €");
    await take(page, path, "bind");
    await expect(badge(page)).toHaveText("En cours");
    return path;
  });

  const document = await test.step("the certificate is issued as a PDF with what a broker would sign", async () => {
    await page.getByRole("link", { name: "Établir un document" }).first().click();
    await expect(form(page).getByLabel("Modèle")).not.toHaveValue("");
    await send(page);
    const path = await pathOf(page, "/documents/");
    await expect(badge(page)).toHaveText("Émis");
    const coming = page.waitForEvent("download");
    await page.locator("main").getByRole("link", { name: "Télécharger" }).click();
    const text = certificate(readFileSync(await (await coming).path()));
    if (text !== undefined) {
      for (const expected of ["Cabinet Démo", `Zoé ${name}`, number, "Atlantique Assurances", "AB-123-CD"]) {
        expect(text.replaceAll("\n", " ")).toContain(expected);
      }
    }
    return path;
  });

  const code = (await page.locator("main code").filter({ hasText: /^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/ }).first().innerText()).trim();

  const link = await test.step("a link is made for a third party", async () => {
    await page.locator("main").getByRole("button", { name: "Créer un lien" }).click();
    const shown = page.getByLabel("Adresse du lien");
    await expect(shown).toHaveValue(/^http.*sig=/);
    await hydrated(page);
    const link = await shown.inputValue();
    await page.reload();
    await expect(page.getByLabel("Adresse du lien"), "the link is shown once").toHaveCount(0);
    return link;
  });

  const stranger = await newcomer();
  await test.step("a third party, who has no account, downloads it by the link and checks the code", async () => {
    expect(certificate(await download(stranger, link))).not.toBe("");
    await stranger.goto("/verify");
    await stranger.getByLabel("Code de vérification").fill(code.toLowerCase().replaceAll("-", " "));
    await stranger.getByRole("button", { name: "Vérifier", exact: true }).click();
    await expect(stranger).toHaveURL(`/verify/${code}`);
    await expect(heading(stranger)).toHaveText("Document authentique");
    await expect(stranger.locator("main")).toContainText("Cabinet Démo");
    await expect(stranger.locator("main"), "no more than stands on the paper").not.toContainText(name);
  });

  await test.step("a changed link opens nothing", async () => {
    const forged = link.replace(/sig=(.)/, (_, letter) => `sig=${letter === "0" ? "1" : "0"}`);
    const answer = await stranger.goto(forged);
    expect(answer?.status()).toBe(403);
    await expect(heading(stranger)).toContainText("Ce lien n’est pas valable");
  });

  await test.step("another firm sees none of it", async () => {
    const other = await newcomer();
    await signIn(other, people.otherAdmin);
    const id = (path: string) => path.split("/").pop();
    for (const path of [
      client, `${client}/edit`, policy, `${policy}/edit`, `${policy}/endorse`, `${policy}/cancel`, document,
      `/policies/new?client_id=${id(client)}`, `/documents/new?policy_id=${id(policy)}`, `/files${document}`,
    ]) {
      const answer = await other.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(other.locator("body"), path).not.toContainText(name);
    }
    for (const list of [`/clients?q=${encodeURIComponent(name)}`, `/policies?q=${number}`, `/policies?client_id=${id(client)}`, "/documents"]) {
      await other.goto(list);
      await expect(other.locator("main table tbody tr", { hasText: name }), list).toHaveCount(0);
      await expect(other.locator("main"), list).not.toContainText(`Zoé ${name}`);
    }
  });

  await test.step("revoked, link and verification say so", async () => {
    await page.getByRole("button", { name: "Révoquer" }).first().click();
    const question = page.getByRole("dialog");
    await expect(question).toContainText("Cela ne se défait pas");
    await question.getByLabel("Motif de la révocation").fill("Véhicule vendu");
    await question.getByRole("button", { name: "Révoquer" }).click();
    await expect(badge(page)).toHaveText("Révoqué");
    const answer = await stranger.goto(link);
    expect(answer?.status()).toBe(410);
    await expect(heading(stranger)).toContainText("révoqué");
    await stranger.goto(`/verify/${code}`);
    await expect(heading(stranger)).toHaveText("Document révoqué");
  });
});

test("a certificate tells when the policy behind it has ended", async ({ page, newcomer }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Lasserre", info));
  const policy = await bindPolicy(page, client, unique("ZZ-FIN", info).replace(" ", "-"));
  await issueCertificate(page, policy);
  const check = await page.locator("main a[href^='/verify/']").getAttribute("href");
  await take(page, policy, "cancel", { effective_date: day(0), reason: "Véhicule vendu" });
  await expect(badge(page)).toHaveText("Résilié");
  const stranger = await newcomer();
  await stranger.goto(check ?? "");
  await expect(heading(stranger)).toHaveText("Document authentique, mais plus à jour");
});

test("a code that nobody issued is told as unknown", async ({ page }) => {
  const answer = await page.goto("/verify/00000-00000-00000-00000");
  expect(answer?.status()).toBe(404);
  await expect(heading(page)).toHaveText("Document inconnu");
});

/** Follows an address that leads to a file. */
async function download(page: Page, address: string): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  // The browser stays where it was, which Playwright takes for a failure.
  await page.goto(address).catch(() => undefined);
  return readFileSync(await (await coming).path());
}

/** The text of a PDF, where this machine can read one. */
function certificate(file: Buffer): string | undefined {
  expect(file.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  const { status, stdout } = spawnSync("pdftotext", ["-layout", "-", "-"], { input: file, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
