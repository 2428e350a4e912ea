// A document cannot leave with a mention missing; it is never edited: another takes its place, or it is taken back for a
// reason; and the same bytes come out of it again.
import { become, expect, type Page, people, test, unique } from "../support/journey.ts";
import { badge, day, errorAt, fact, fill, form, heading, languages, pathOf, read, recordAnyway, send, take } from "../support/work.ts";

const SOURCE = "<h1>{{ document.number }}</h1><p>{{ client.display_name }} : {{ data.due_on|date }}, {{ data.amount_due|money }}</p>";

/** Presses a button that leads to a page. */
async function press(page: Page, label: string): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 302);
  await page.getByRole("button", { name: label, exact: true }).click();
  await answered;
  await page.waitForLoadState();
}

for (const language of languages) {
  const say = (fr: string, en: string): string => (language === "fr" ? fr : en);

  test(`what is missing is listed, mended and issued; then replaced, reproduced and revoked, in ${language}`, async ({ page, baseURL }, info) => {
    test.setTimeout(120_000);
    await become(page, people.manager);
    await read(page, language, baseURL);

    const template = unique("Relance essai", info);
    await page.goto("/templates/new");
    await fill(page, { name: template, kind: say("Avis", "Notice"), usage: say("Avis – Relance", "Notice – Reminder") });
    await fill(page, { content: SOURCE });
    await send(page);
    await expect(heading(page)).toHaveText(template);

    await page.goto("/clients/new");
    await fill(page, { first_name: "Zoé", last_name: unique("Sansadresse", info) });
    await send(page);
    await recordAnyway(page);
    const client = await pathOf(page, "/clients/");
    await page.goto(`/policies/new?client_id=${client.split("/").pop()}`);
    const number = unique("ZZ-RELANCE", info).replace(" ", "-");
    await fill(page, { company_id: "Atlantique Assurances", product_line: say("Automobile", "Motor"), product_name: "Auto" });
    await fill(page, { policy_number: number, premium: say("612,50", "612.50"), effective_date: day(-30), expiry_date: day(335) });
    await send(page);
    await expect(heading(page)).toHaveText(number);
    const policy = await pathOf(page, "/policies/");
    await take(page, policy, "bind", { effective_date: day(-30) });

    // Choosing a template shows its fields, and keeps what was chosen.
    await page.goto(`/documents/new?policy_id=${policy.split("/").pop()}`);
    await expect(form(page).locator('[name="data_due_on"]')).toHaveCount(0);
    const options = form(page).locator('[name="template_id"] option');
    const label = (await options.filter({ hasText: template }).textContent()) ?? "";
    await fill(page, { template_id: label });
    await press(page, say("Afficher les champs de ce modèle", "Show this template’s fields"));
    await expect(form(page).locator('[name="template_id"] option:checked')).toHaveText(label);

    // Everything that is missing is told at once, and what was typed stays.
    await fill(page, { data_pay_before: day(10) });
    await send(page);
    await expect(errorAt(page, "data_due_on")).toBeVisible();
    await expect(errorAt(page, "data_amount_due")).toBeVisible();
    await expect(form(page).locator('[name="data_pay_before"]')).toHaveValue(day(10));
    const missing = page.locator("main .notice", { hasText: say("Adresse du client", "Address of the client") });
    await expect(missing).toContainText(say("Mentions obligatoires à compléter", "Mandatory mentions to complete"));
    await missing.getByRole("link", { name: say("Compléter", "Complete") }).click();
    await expect(page).toHaveURL(`${client}/edit`);
    await fill(page, { address_lines: "5 rue des Arts", address_postal_code: "31000", address_city: "Toulouse", address_country: "FR" });
    await send(page);

    const facts = { data_due_on: day(-20), data_amount_due: say("612,50", "612.50") };
    await page.goto(`/documents/new?policy_id=${policy.split("/").pop()}`);
    await fill(page, { template_id: label });
    await press(page, say("Afficher les champs de ce modèle", "Show this template’s fields"));
    await fill(page, { ...facts, data_amount_due: say("beaucoup", "a lot") });
    await send(page);
    await expect(errorAt(page, "data_amount_due"), "what is no amount is told at its field").toBeVisible();
    await fill(page, facts);
    await send(page);
    const first = await pathOf(page, "/documents/");
    await expect(badge(page)).toHaveText(say("Émis", "Issued"));

    // It is made again from what is kept of it.
    await press(page, say("Reproduire et comparer", "Reproduce and compare"));
    await expect(page.locator("main .notice:not([data-flash])")).toContainText(say("Identique, octet pour octet", "Identical, byte for byte"));

    // Another takes its place.
    await page.getByRole("link", { name: say("Remplacer", "Replace"), exact: true }).click();
    await expect(page.locator("main .notice").first()).toContainText(say("remplacera", "take the place of"));
    await expect(form(page).locator('[name="template_id"] option:checked')).toHaveText(label);
    await fill(page, { ...facts, data_due_on: day(-21) });
    await send(page);
    const second = await pathOf(page, "/documents/");
    expect(second).not.toBe(first);
    await fact(page, say("Remplace", "Takes the place of")).getByRole("link").click();
    await expect(page).toHaveURL(first);
    await expect(badge(page)).toHaveText(say("Remplacé", "Superseded"));
    await expect(page.getByRole("link", { name: say("Télécharger", "Download") })).toBeVisible();

    // It is taken back, but not without a reason.
    await page.goto(second);
    await page.getByRole("button", { name: say("Révoquer", "Revoke"), exact: true }).first().click();
    const dialog = page.locator("dialog#revoke");
    await dialog.locator('button[type="submit"]', { hasText: say("Révoquer", "Revoke") }).click();
    await expect(errorAt(page, "reason")).toBeVisible();
    await dialog.locator('[name="reason"]').fill("Montant déjà réglé");
    await dialog.locator('button[type="submit"]', { hasText: say("Révoquer", "Revoke") }).click();
    await expect(badge(page)).toHaveText(say("Révoqué", "Revoked"));
    await expect(fact(page, say("Motif de la révocation", "Reason for revocation"))).toHaveText("Montant déjà réglé");
  });
}
