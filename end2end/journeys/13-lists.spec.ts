// Lists: columns, saved views, files, the way back, and acts on all that match.
import { readFileSync } from "node:fs";
import { become, expect, type Page, people, test, unique } from "../support/journey.ts";
import { bindPolicy, flash, heading, recordPerson } from "../support/work.ts";

/** Opens a menu of the page by the words on its button. */
async function open(page: Page, words: string): Promise<void> {
  await page.locator("details > summary", { hasText: words }).first().click();
}

/** Filters the list of the page. */
async function filter(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, label] of Object.entries(values)) {
    const field = page.locator(`.filter-bar [name="${name}"]`);
    if ((await field.evaluate((element) => element.localName)) === "select") await field.selectOption({ label });
    else await field.fill(label);
  }
  await page.locator('.filter-bar button[type="submit"]').click();
}

test("columns are chosen, kept in the address, and taken back", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/policies");
  await expect(page.locator("thead th", { hasText: "Branche" })).toHaveCount(1);
  await open(page, "Colonnes");
  await page.getByLabel("Branche", { exact: true }).last().uncheck();
  await page.getByLabel("Fractionnement").check();
  await page.getByRole("button", { name: "Afficher ces colonnes" }).click();
  await expect(page).toHaveURL(/columns=/);
  await expect(page.locator("thead th", { hasText: "Branche" })).toHaveCount(0);
  await expect(page.locator("thead th", { hasText: "Fractionnement" })).toHaveCount(1);
  await filter(page, { state: "En cours" });
  await expect(page.locator("thead th", { hasText: "Fractionnement" }), "a filter keeps the columns").toHaveCount(1);
  await open(page, "Colonnes");
  await page.getByRole("link", { name: "Revenir aux colonnes habituelles" }).click();
  await expect(page.locator("thead th", { hasText: "Branche" })).toHaveCount(1);
});

test("a view is saved, shared, opened by a colleague, renamed and removed", async ({ page, newcomer }, info) => {
  const name = unique("Relances", info);
  await become(page, people.manager);
  await page.goto("/policies");
  await filter(page, { state: "En cours", product_line: "Automobile" });
  const shown = await page.locator("main tbody tr").count();
  await open(page, "Enregistrer cette vue");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.locator("#field-name-error"), "a view needs a name").toBeVisible();
  await page.getByLabel("Nom de la vue").fill(name);
  await page.getByLabel("Partager avec le cabinet").check();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(flash(page)).toContainText(name);
  await expect(page.locator(".tabs a[aria-current]")).toHaveText(name);
  await page.goto("/policies");
  await page.locator(".tabs").getByRole("link", { name }).click();
  await expect(page.locator("main tbody tr")).toHaveCount(shown);
  const colleague = await newcomer();
  await become(colleague, people.user);
  await colleague.goto("/policies");
  await colleague.locator(".tabs").getByRole("link", { name }).click();
  await expect(colleague.locator(".chips")).toContainText("Automobile");
  await page.getByRole("link", { name: "Gérer les vues" }).click();
  const card = page.locator(".card", { hasText: name });
  await card.getByLabel("Nom de la vue").fill(`${name} bis`);
  await card.getByRole("button", { name: "Enregistrer" }).click();
  await expect(flash(page)).toContainText(`${name} bis`);
  await page.locator(".card", { hasText: name }).getByRole("button", { name: "Supprimer la vue" }).click();
  await expect(flash(page)).toContainText("supprimée");
  await page.goto("/policies");
  await expect(page.getByRole("link", { name: `${name} bis` })).toHaveCount(0);
});

test("a file holds what the list shows", async ({ page }, info) => {
  await become(page, people.manager);
  const client = await recordPerson(page, unique("Fichiers", info));
  for (const place of [1, 2, 3]) await bindPolicy(page, client, unique(`ZZ-LISTE${place}`, info).replace(" ", "-"));
  const list = `/policies?state=in_force&product_line=motor&client_id=${client.split("/").pop()}&columns=premium`;
  await page.goto(list);
  const numbers = (await page.locator("main tbody th a").allInnerTexts()).map((number) => number.trim());
  expect(numbers).toHaveLength(3);
  await open(page, "Exporter");
  const csv = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV, point-virgule" }).click();
  const file = await csv;
  expect(file.suggestedFilename()).toMatch(/^policies-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = readFileSync(await file.path(), "utf8");
  const [head, ...rows] = text.replace("\uFEFF", "").trim().split("\r\n");
  expect(head).toBe("Numéro de contrat;Prime annuelle;Devise");
  expect(rows.map((row) => row.split(";")[0])).toEqual(numbers);
  await page.goto(list);
  await open(page, "Exporter");
  const xlsx = page.waitForEvent("download");
  await page.getByRole("link", { name: "Classeur Excel" }).click();
  const workbook = await xlsx;
  expect(workbook.suggestedFilename()).toMatch(/\.xlsx$/);
  expect(readFileSync(await workbook.path()).subarray(0, 2).toString(), "a zip").toBe("PK");
});

test("back from a record is the same place of the list", async ({ page }) => {
  await become(page, people.manager);
  await page.goto("/policies?sort=-created_at");
  await page.getByRole("link", { name: "Suivant" }).click();
  await expect(page).toHaveURL(/cursor=/);
  const place = page.url();
  const number = await page.locator("main tbody th a").nth(7).innerText();
  await page.locator("main tbody th a").nth(7).click();
  await expect(heading(page)).toHaveText(number);
  await page.locator(".breadcrumbs").getByRole("link", { name: "Contrats" }).click();
  await expect(page).toHaveURL(place);
  await page.locator("main tbody th a").nth(7).click();
  await page.goBack();
  await expect(page).toHaveURL(place);
  await expect(page.locator("main tbody th a").nth(7)).toHaveText(number);
});

test("all that match are handed over to a colleague", async ({ page }, info) => {
  await become(page, people.manager);
  const mark = unique("Cession", info);
  for (const number of [1, 2, 3]) await recordPerson(page, `${mark} ${number}`);
  await page.goto(`/clients?q=${encodeURIComponent(mark)}`);
  await expect(page.locator("main tbody tr")).toHaveCount(3);
  await page.getByRole("link", { name: "Cocher toute la page" }).click();
  await expect(page.locator('main tbody input[name="id"]:checked')).toHaveCount(3);
  await page.getByLabel("Les 3 fiches trouvées").check();
  await page.getByRole("button", { name: "Remettre à un collègue" }).click();
  await expect(page.locator(".page-lead")).toHaveText("Remettre 3 clients");
  const owners = page.locator('select[name="owner_id"]');
  await owners.selectOption({ index: 1 });
  const colleague = await owners.locator("option:checked").innerText();
  await page.getByRole("button", { name: "Remettre 3 clients" }).click();
  await expect(flash(page)).toContainText("3 sur 3");
  await expect(page.locator("main tbody tr td", { hasText: colleague })).toHaveCount(3);
});

test("nothing ticked does nothing, in English too", async ({ page }) => {
  await become(page, people.user);
  await page.context().addCookies([{ name: "language", value: "en", url: new URL(page.url() === "about:blank" ? process.env["END2END_URL"] ?? "" : page.url()).origin }]);
  await page.goto("/clients");
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("Nothing is selected")).toBeVisible();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(page).toHaveURL(/\/clients$/);
});

test("a mistyped address is told and shows the list", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/policies?state=endormi&sort=-due_date");
  await expect(page.locator("main .notice")).toContainText("État");
  expect(await page.locator("main tbody tr").count()).toBeGreaterThan(0);
});
