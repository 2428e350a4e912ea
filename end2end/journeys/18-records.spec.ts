// Documents, templates, users and the audit log as lists: filters as chips, columns, saved views, files, and the way back; and
// the operator's home, whose figures lead where he may go.
import { readFileSync } from "node:fs";
import { become, expect, type Page, people, test, unique } from "../support/journey.ts";
import { bindPolicy, flash, heading, issueCertificate, languages, read, recordPerson } from "../support/work.ts";

/** Opens a menu of the page by the words on its button. */
async function open(page: Page, words: string): Promise<void> {
  await page.locator("details > summary", { hasText: words }).first().click();
}

/** Filters the list of the page by the codes of its choices. */
async function filter(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`.filter-bar [name="${name}"]`);
    if ((await field.evaluate((element) => element.localName)) === "select") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator('.filter-bar button[type="submit"]').click();
}

/** The lines of the file behind a menu's link, its mark and its last end of line taken away. */
async function fileOf(page: Page, menu: string, link: string): Promise<string[]> {
  await open(page, menu);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  return text.replace("\uFEFF", "").trim().split("\r\n");
}

test("documents are filtered, shown with their client, taken out as a file, and led back to", async ({ page }, info) => {
  await become(page, people.user);
  const name = unique("Kervella", info);
  const client = await recordPerson(page, name);
  const document = await issueCertificate(page, await bindPolicy(page, client, unique("ZZ-DOC", info)));
  const about = client.split("/").pop() ?? "";
  await page.goto(`/documents?client_id=${about}`);
  await expect(page.locator(".chips")).toContainText(name);
  await filter(page, { kind: "certificate", status: "issued" });
  await expect(page).toHaveURL(new RegExp(`client_id=${about}`));
  await expect(page.locator("main tbody tr")).toHaveCount(1);
  await expect(page.locator("main tbody tr")).toContainText(name);
  const rows = await fileOf(page, "Exporter", "CSV, point-virgule");
  expect(rows[0]).toBe("Numéro;Type;Client;Contrat;Format;Établi le;État");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain(name);
  await page.goto(`/documents?kind=certificate&client_id=${about}`);
  const place = page.url();
  await page.locator("main tbody th a").click();
  await expect(page).toHaveURL(new RegExp(`^[^?]*${document}`));
  await page.locator(".breadcrumbs").getByRole("link", { name: "Documents" }).click();
  await expect(page).toHaveURL(place);
});

test("an administrator keeps a view of his users, and a manager does not see it", async ({ page, newcomer }, info) => {
  await become(page, people.admin);
  const name = unique("Courtiers", info);
  await page.goto("/admin/users");
  await filter(page, { role: "USER", standing: "active" });
  await expect(page.locator(".chips")).toContainText("Courtier");
  await expect(page.locator("main tbody")).toContainText("Camille Laurent");
  await expect(page.locator("main tbody")).not.toContainText("Mariama Ndiaye");
  await open(page, "Enregistrer cette vue");
  await page.getByLabel("Nom de la vue").fill(name);
  await page.getByLabel("Partager avec le cabinet").check();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(flash(page)).toContainText(name);
  await page.goto("/admin/users");
  await page.locator(".tabs").getByRole("link", { name }).click();
  await expect(page).toHaveURL(/\/admin\/users\?role=USER&standing=active$/);
  const manager = await newcomer();
  await become(manager, people.manager);
  expect((await manager.goto("/views?list=users"))?.status()).toBe(403);
  await page.getByRole("link", { name: "Gérer les vues" }).click();
  await page.locator(".card", { hasText: name }).getByRole("button", { name: "Supprimer la vue" }).click();
  await expect(flash(page)).toContainText("supprimée");
  await page.locator(".breadcrumbs").getByRole("link", { name: "Utilisateurs" }).click();
  await expect(page).toHaveURL(/\/admin\/users$/);
});

test("templates have columns to choose and a sort", async ({ page }) => {
  await become(page, people.manager);
  await page.goto("/templates?kind=certificate");
  await open(page, "Colonnes");
  await page.getByLabel("Créé le").check();
  await page.getByRole("button", { name: "Afficher ces colonnes" }).click();
  await page.locator("thead").getByRole("link", { name: "Créé le" }).click();
  await expect(page).toHaveURL(/kind=certificate.*sort=created_at/);
  await expect(page.locator("main tbody")).toContainText("Attestation d’assurance");
});

for (const language of languages) {
  const words = {
    fr: { export: "Exporter", csv: "CSV, point-virgule", heads: "Date;Action;Objet;Auteur", recorded: "Client enregistré", left: "Liste exportée" },
    en: { export: "Export", csv: "CSV, semicolon", heads: "When;Action;Object;By whom", recorded: "Client recorded", left: "List exported" },
  }[language];

  test(`${language}: the audit log is narrowed, read and taken out, and says so`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    await read(page, language, baseURL);
    const name = unique("Lannuzel", info);
    const client = await recordedInLanguage(page, name);
    await page.goto("/admin/audit");
    await filter(page, { action: "client.create", q: name });
    await expect(page.locator(".chips")).toContainText(words.recorded);
    await expect(page.locator("main tbody tr")).toHaveCount(1);
    const row = page.locator("main tbody tr").first();
    await expect(row.getByRole("link", { name })).toHaveAttribute("href", client);
    await row.locator("summary").click();
    await expect(row.locator(".changes")).toContainText(name);
    const rows = await fileOf(page, words.export, words.csv);
    expect(rows[0]).toBe(words.heads);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain(`;${words.recorded};`);
    await page.goto("/admin/audit?action=list.export");
    await expect(page.locator("main tbody tr").first()).toContainText(words.left);
  });

  test(`${language}: the operator's figures come from the firms and lead to them`, async ({ page, baseURL }) => {
    await become(page, people.operator);
    await read(page, language, baseURL);
    await page.goto("/");
    const number = (text: string): number => Number(text.replace(/[^\d]/g, ""));
    const firms = page.locator("#firms tbody tr");
    await expect(firms.filter({ hasText: "Cabinet Démo" })).toHaveCount(1);
    const sum = { users: 0, clients: 0 };
    for (const firm of await firms.all()) {
      sum.users += number(await firm.locator("td").nth(0).innerText());
      sum.clients += number(await firm.locator("td").nth(1).innerText());
    }
    expect(sum.clients).toBeGreaterThan(50);
    const tile = (place: number) => page.locator(".stat-tile").nth(place);
    expect(number(await tile(1).locator(".stat-value").innerText())).toBe(sum.users);
    // Others record clients meanwhile, so the page may have been made between two of them.
    expect(number(await tile(2).locator(".stat-value").innerText())).toBe(sum.clients);
    for (const figure of await page.locator(".stat-tile a").all()) {
      const href = (await figure.getAttribute("href")) ?? "";
      if (href.startsWith("/")) expect((await page.request.get(href)).status(), href).toBe(200);
      else await expect(page.locator(href)).toBeVisible();
    }
    await firms.filter({ hasText: "Cabinet Démo" }).getByRole("link").click();
    await expect(heading(page)).toHaveText("Cabinet Démo");
    await expect(page.locator("body"), "no client is named").not.toContainText("Kermadec");
  });
}

/** Records a person on a page in any language, and answers the address of his file. */
async function recordedInLanguage(page: Page, name: string): Promise<string> {
  const answer = await page.request.post("/api/v1/clients", {
    data: { kind: "person", last_name: name },
    headers: { authorization: `Bearer ${await token(page)}` },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return `/clients/${(await answer.json()).id}`;
}

async function token(page: Page): Promise<string> {
  const body = { email: people.manager, password: process.env["END2END_PASSWORD"] ?? "" };
  const answer = await page.request.post("/api/v1/auth/login", { data: body });
  return (await answer.json()).access_token;
}
