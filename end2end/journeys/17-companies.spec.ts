// A company's file: the people there, and how the firm exchanges with it, against a server that answers in earnest.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { become, expect, hydrated, type Page, people, setting, test, unique } from "../support/journey.ts";
import { day, errorAt, fact, fill, flash, form, heading, languages, pathOf, read, send } from "../support/work.ts";

/** A company's interface: it knows one name and password, and notes who came. */
async function insurer(): Promise<{ url: string; server: Server; came: string[] }> {
  const papers = setting("END2END_PAPERS");
  const [key, cert] = [readFileSync(join(papers, "server.key")), readFileSync(join(papers, "server.pem"))];
  const came: string[] = [];
  const right = `Basic ${Buffer.from("cabinet:Mot-secret-é-9").toString("base64")}`;
  const server = createServer({ key, cert }, (request, response) => {
    came.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`);
    response.statusCode = request.headers.authorization === right ? 200 : 401;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, server, came };
}

/** Records a company and returns its address. */
async function recordCompany(page: Page, name: string): Promise<string> {
  await page.goto("/companies/new");
  const code = name.replace(/[^0-9a-z]/gi, "").slice(-14);
  await fill(page, { name, code, broker_code: "C-1204" });
  await send(page);
  await expect(heading(page)).toHaveText(name);
  return pathOf(page, "/companies/");
}

/** Presses the button that only tries what is typed. */
async function tryOut(page: Page, label: string): Promise<void> {
  await hydrated(page);
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 302);
  await page.getByRole("button", { name: label }).click();
  await answered;
  await page.waitForLoadState();
}

for (const language of languages) {
  const say = (fr: string, en: string): string => (language === "fr" ? fr : en);

  test(`the people at a company and where claims are told are kept, in ${language}`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    const name = unique("Mutuelle des Contacts", info);
    const company = await recordCompany(page, name);
    await read(page, language, baseURL);
    await page.goto(`${company}/edit`);
    await fill(page, { website: "pro.mutuelle.test", claims_email: "sinistres@mutuelle.test", claims_phone: "+33 1 55 00 00 00" });
    await send(page);
    await expect(page.getByRole("link", { name: "https://pro.mutuelle.test" })).toBeVisible();
    await expect(fact(page, say("Sinistres", "Claims"))).toContainText("+33 1 55 00 00 00");

    await page.goto(`${company}/contacts`);
    await fill(page, { contacts_0_role: say("Sinistres", "Claims"), contacts_0_name: "Léa Constat", contacts_0_email: "lea" });
    await fill(page, { contacts_0_note: say("Joignable le matin", "Mornings only"), contacts_1_name: "Service courtage" });
    await send(page);
    await expect(errorAt(page, "contacts_0_email")).toBeVisible();
    await expect(page.locator('[name="contacts_1_name"]'), "what was typed stays").toHaveValue("Service courtage");
    await fill(page, { contacts_0_email: "lea@mutuelle.test" });
    await send(page);
    await expect(page).toHaveURL(new RegExp(`${company}$`));
    await expect(flash(page)).toContainText(say("sont à jour", "are up to date"));
    await expect(page.getByRole("link", { name: "lea@mutuelle.test" })).toHaveAttribute("href", "mailto:lea@mutuelle.test");
    await expect(page.locator("main")).toContainText(say("Joignable le matin", "Mornings only"));
    await page.goto("/companies?q=constat");
    await expect(page.locator("main tbody")).toContainText(name);
  });

  test(`the exchange with a company is tested, saved, and its secret never shown, in ${language}`, async ({ page, baseURL }, info) => {
    const there = await insurer();
    try {
      await become(page, people.admin);
      const company = await recordCompany(page, unique("Assurance Échange", info));
      await read(page, language, baseURL);
      await page.goto(company);
      await page.getByRole("link", { name: say("Paramétrer", "Set up") }).click();
      await expect(page).toHaveURL(/\/integration$/);
      const choices = { mode: say("Interface (API)", "Interface (API)"), authentication: say("Identifiant et mot de passe", "Name and password") };
      const label = say("Tester la connexion", "Test the connection");
      const result = page.locator("#test-result");

      // An address in our own network that nobody opened is refused at its field, and the rest stays.
      await fill(page, { ...choices, base_url: "https://10.0.0.7/", username: "cabinet", secret: "faux" });
      await tryOut(page, label);
      await expect(errorAt(page, "base_url")).toContainText(say("réseau privé", "private network"));
      await expect(page.locator('[name="username"]')).toHaveValue("cabinet");
      await expect(page.locator('[name="secret"]'), "a secret is not kept for the page").toHaveValue("");

      // A wrong password fails in plain words, and nothing is saved by trying.
      await fill(page, { base_url: `${there.url}/courtiers`, secret: "faux" });
      await tryOut(page, label);
      await expect(result).toContainText(say("a refusé l’identifiant ou le secret", "refused the name or the secret"));
      await expect(result).toContainText("401");
      await page.goto(company);
      await expect(page.locator("main")).not.toContainText(there.url);

      await page.goto(`${company}/integration`);
      await fill(page, { ...choices, base_url: `${there.url}/courtiers`, username: "cabinet", secret: "Mot-secret-é-9" });
      await send(page);
      await expect(page).toHaveURL(new RegExp(`${company}$`));
      await expect(flash(page)).toContainText(say("Les échanges sont paramétrés", "The exchange is set up"));
      await expect(fact(page, "Secret")).toContainText(say("Enregistré le", "Set on"));
      await page.goto(`${company}/integration`);
      expect(await page.content(), "the secret is nowhere on the page").not.toContain("Mot-secret");

      // With the field left empty, the secret that is kept is the one tried, and the company hears the right one.
      await tryOut(page, label);
      await expect(result).toContainText(say("La connexion fonctionne", "The connection works"));
      await expect(result.getByRole("listitem")).toHaveCount(4);
      expect(there.came.at(-1)).toMatch(/^GET \/courtiers Basic /);
      await page.goto(company);
      await expect(fact(page, say("Dernier test", "Last test"))).toContainText(say("La connexion fonctionne", "The connection works"));

      await page.goto(`${company}/integration`);
      await page.getByRole("button", { name: say("Créer une clé", "Make a key") }).click();
      const key = (await page.locator("[data-secret]").textContent()) ?? "";
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      await page.reload();
      expect(await page.content(), "the key is shown once").not.toContain(key);
    } finally {
      there.server.close();
    }
  });

  test(`the document of a mandate is handed in, downloaded and removed, in ${language}`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    const company = await recordCompany(page, unique("Mutuelle du Mandat", info));
    await page.goto(`${company}/mandates`);
    await form(page).locator('[name="given_collect_premiums_1"]').check();
    await fill(page, { collect_premiums_1_valid_from: day(-30) });
    await send(page);
    await read(page, language, baseURL);
    await page.goto(company);
    await page.getByRole("link", { name: say("Joindre", "Attach") }).click();
    const file = form(page).locator('[name="file"]');
    await file.setInputFiles({ name: "mandat.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
    await send(page);
    await expect(errorAt(page, "file")).toContainText(say("n’est pas un PDF", "is not a PDF"));
    const large = info.outputPath("large.pdf");
    writeFileSync(large, Buffer.alloc(11 * 1024 * 1024, "x"));
    await file.setInputFiles(large);
    await send(page);
    await expect(errorAt(page, "file")).toContainText(say("dépasse 8", "larger than 8"));
    const paper = Buffer.from("%PDF-1.7\nmandat signé\n%%EOF");
    await file.setInputFiles({ name: "Mandat signé.pdf", mimeType: "application/pdf", buffer: paper });
    await send(page);
    await expect(page).toHaveURL(new RegExp(`${company}$`));
    await expect(flash(page)).toContainText(say("est enregistré", "is kept"));
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Mandat signé.pdf" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/^mandat-.*\.pdf$/);
    expect(readFileSync(await download.path())).toEqual(paper);

    // Another day for the mandate leaves its document with it.
    await page.goto(`${company}/mandates`);
    await fill(page, { collect_premiums_1_valid_from: day(-60) });
    await send(page);
    await expect(page.getByRole("link", { name: "Mandat signé.pdf" })).toBeVisible();
    await page.getByRole("link", { name: say("Remplacer", "Replace") }).click();
    await page.getByRole("button", { name: say("Retirer le document", "Remove the document") }).click();
    await expect(flash(page)).toContainText(say("est retiré", "is removed"));
    await expect(page.getByRole("link", { name: "Mandat signé.pdf" })).toHaveCount(0);
  });

  test(`what a company sells is kept, with its days, in ${language}`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    const company = await recordCompany(page, unique("Mutuelle des Produits", info));
    await read(page, language, baseURL);
    await page.goto(`${company}/products`);
    const line = say("Automobile", "Motor");
    await fill(page, { items_0_name: "Auto Confort", items_0_code: "AC-1", items_0_product_line: line });
    await fill(page, { items_1_name: "Auto Ancienne", items_1_code: "AC-1", items_1_product_line: line, items_1_sold_until: day(-1) });
    await send(page);
    await expect(errorAt(page, "items_1_code")).toBeVisible();
    await expect(page.locator('[name="items_1_name"]'), "what was typed stays").toHaveValue("Auto Ancienne");
    await fill(page, { items_1_code: "AC-0" });
    await send(page);
    await expect(page).toHaveURL(new RegExp(`${company}$`));
    const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
    await expect(row("Auto Confort")).toContainText(say("En vente", "Sold"));
    await expect(row("Auto Ancienne")).toContainText(say("Retiré", "Withdrawn"));
  });
}
