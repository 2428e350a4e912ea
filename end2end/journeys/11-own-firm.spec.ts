// A firm that moves: its administrator corrects what its documents say of it, in both languages.
import { expect, signIn, test, unique } from "../support/journey.ts";
import { errorAt, fact, fill, flash, heading, languages, openFirm, read, recordPerson, recordPolicy, send } from "../support/work.ts";

const said = {
  fr: {
    door: "Cabinet", wrong: "adresse e-mail n’est pas valable", saved: "Le cabinet est à jour",
    belgium: "Belgique (FSMA)", act: "Cabinet modifié", stale: "Cette fiche a changé",
  },
  en: {
    door: "Firm", wrong: "not a valid email address", saved: "The firm is up to date",
    belgium: "Belgium (FSMA)", act: "Firm changed", stale: "This record changed",
  },
};

for (const language of languages) {
  test(`an administrator corrects his firm's letterhead: ${language}`, async ({ page, newcomer, baseURL }, info) => {
    const words = said[language];
    const secret = "une phrase bien à elle 2026";
    const name = unique(`Cabinet Meyer ${language}`, info);
    const email = await openFirm(page, name, secret);
    await read(page, language, baseURL);
    await signIn(page, email, secret);
    await page.goto("/admin");
    await page.locator("main .doors").getByRole("link", { name: words.door, exact: true }).click();
    await expect(heading(page)).toHaveText(words.door);
    await expect(page.locator("#field-name")).toHaveValue(name);

    // What is wrong is told at its field, and what was typed stays.
    await fill(page, { email: "pas une adresse", registration: "ORIAS 07 123 456", address_city: "Namur" });
    await fill(page, { jurisdiction: words.belgium, time_zone: "Europe/Brussels" });
    await send(page);
    await expect(errorAt(page, "email")).toContainText(words.wrong);
    await expect(page.locator("#field-registration")).toHaveValue("ORIAS 07 123 456");
    await expect(page.locator("#field-address_city")).toHaveValue("Namur");
    await fill(page, { email: "accueil@meyer.test" });
    await send(page);
    await expect(flash(page)).toContainText(words.saved);
    await expect(page.locator("#field-address_city")).toHaveValue("Namur");

    // Somebody else was faster: both values are shown, and the choice is the reader's.
    const elsewhere = await newcomer();
    await signIn(elsewhere, email, secret);
    await elsewhere.goto("/admin/agency");
    await fill(elsewhere, { phone: "+32 2 111 11 11" });
    await send(elsewhere);
    await fill(page, { phone: "+32 2 222 22 22" });
    await send(page);
    const notice = page.locator("main .stale");
    await expect(notice).toContainText(words.stale);
    await expect(notice).toContainText("+32 2 111 11 11");
    await expect(notice).toContainText("+32 2 222 22 22");
    await notice.locator('button[type="submit"]').click();
    await expect(flash(page)).toContainText(words.saved);
    await expect(page.locator("#field-phone")).toHaveValue("+32 2 222 22 22");

    await page.goto("/admin/audit?action=agency.update");
    await expect(page.locator("main tbody tr")).toHaveCount(3);
    await expect(page.locator("main tbody tr").first()).toContainText(words.act);
  });
}

test("law and currency are told and no longer asked once there is a policy", async ({ page }, info) => {
  const secret = "une phrase bien à elle 2026";
  const email = await openFirm(page, unique("Cabinet Fixe", info), secret);
  await signIn(page, email, secret);
  await page.goto("/admin/agency");
  await expect(page.locator("#field-jurisdiction")).toBeVisible();
  const client = await recordPerson(page, unique("Premier", info));
  await page.goto("/companies/new");
  await fill(page, { name: "Atlantique Assurances", code: "ATL" });
  await send(page);
  await expect(heading(page)).toHaveText("Atlantique Assurances");
  await recordPolicy(page, client, unique("FIXE", info).replaceAll(" ", "-"));

  await page.goto("/admin/agency");
  await expect(page.locator("#field-jurisdiction")).toHaveCount(0);
  await expect(fact(page, "Droit applicable")).toHaveText("France (ORIAS)");
  await expect(fact(page, "Devise")).toHaveText("EUR");
  await expect(page.locator("main")).toContainText("elles ne changent plus");
  await fill(page, { legal_form: "SARL" });
  await send(page);
  await expect(flash(page)).toContainText("Le cabinet est à jour");
});
