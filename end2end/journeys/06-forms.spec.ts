// What holds for every form and every page: languages, themes, what was typed, and who was faster.
import { become, expect, hydrated, people, signIn, test, unique } from "../support/journey.ts";
import { ground, everyPage } from "../support/pages.ts";
import { errorAt, fill, flash, form, heading, pathOf, recordPerson, send } from "../support/work.ts";

test("the reader chooses his language on any page and stays there", async ({ page }) => {
  await signIn(page, people.user);
  await page.goto("/policies?state=in_force");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.locator("details.account > summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL("/policies?state=in_force");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(heading(page)).toHaveText("Policies");
  await expect(page.locator("main tbody")).toContainText(/€[\d,]+\.\d\d/);
  await page.goto("/clients/new");
  await send(page);
  await expect(errorAt(page, "last_name")).toHaveText("This field is required.");
  await page.locator("details.account > summary").click();
  await page.getByRole("button", { name: "Français" }).click();
  await expect(heading(page)).toHaveText("Nouveau client");
});

// Words that stand in headings, navigation, labels, heads and buttons of one language and never of the other.
const FRENCH = /(?<!\p{L})(le|la|les|des|du|une?|et|ou|pour|sur|avec|nouve(?:au|lle)|contrats?|compagnies?|modèles?|accueil|cabinets?|utilisateurs?|journal|établir|enregistrer|rechercher|filtrer|annuler|modifier|supprimer|état|prénom|téléphone|échéance|créé|modifié|langue|thème)(?!\p{L})/iu;
const ENGLISH = /(?<!\p{L})(the|of|for|and|or|with|new|policy|policies|company|companies|templates?|home|firms?|users?|log|issue|save|search|filter|cancel|edit|delete|state|name|phone|due|created|language|theme)(?!\p{L})/iu;

for (const [language, foreign] of [["fr", ENGLISH], ["en", FRENCH]] as const) {
  test(`every page is wholly in its language: ${language}`, async ({ page, baseURL, javaScriptEnabled }) => {
    test.skip(!javaScriptEnabled, "words come from the server; no script changes one");
    test.setTimeout(120_000);
    const records = await ground(page);
    const wrong: string[] = [];
    for (const who of [people.user, people.manager, people.admin, people.operator]) {
      await become(page, who);
      await page.context().addCookies([{ name: "language", value: language, url: baseURL ?? "" }]);
      for (const { path } of everyPage(records).filter((one) => one.who === who)) {
        await page.goto(path);
        expect(await page.locator("html").getAttribute("lang"), path).toBe(language);
        const texts = await page
          .locator("title, .page-title, nav, th[scope=col], legend, .field-label, .field-hint, main button, main .button, dt, .card-title, .page-lead")
          .allTextContents();
        // What a template may say is a language of its own.
        for (const text of [...texts, await page.title()].map((one) => one.replace(/\{\{.*?\}\}|\{%.*?%\}/g, ""))) {
          const found = foreign.exec(text);
          if (found && !records.names.some((name) => text.includes(name))) wrong.push(`${path}: “${found[0]}” in “${text.trim()}”`);
        }
      }
    }
    expect([...new Set(wrong)], `words of another language in ${language} pages`).toEqual([]);
  });
}

test("the theme stands in the very first bytes of a page, so nothing flashes", async ({ page }) => {
  await signIn(page, people.user);
  await page.goto("/clients");
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.locator("details.account > summary").click();
  await page.getByRole("button", { name: "Sombre" }).click();
  await expect(page).toHaveURL("/clients");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(dark).not.toBe(light);
  const html = await (await page.request.get("/clients")).text();
  expect(html.slice(0, 200)).toContain('data-theme="dark"');
  await page.context().clearCookies({ name: "monassurance" });
  await page.goto("/sign-in");
  await expect(page.locator("html"), "it outlives the session").toHaveAttribute("data-theme", "dark");
});

test("a form sent twice makes one record", async ({ page }, info) => {
  await signIn(page, people.user);
  const name = unique("Issaly", info);
  await page.goto("/clients/new");
  await hydrated(page);
  await fill(page, { first_name: "Léo", last_name: name });
  await form(page).locator('.form-actions button[type="submit"]').dblclick();
  await expect(heading(page)).toHaveText(`Léo ${name}`);
  await page.goto(`/clients?q=${encodeURIComponent(name)}`);
  await expect(page.locator("main tbody tr")).toHaveCount(1);
});

test("who saves an older state of a record sees both values, what he typed stays, and he chooses", async ({ page }, info) => {
  await signIn(page, people.user);
  const name = unique("Jourdain", info);
  const client = await recordPerson(page, name);
  const other = await page.context().newPage();
  await page.goto(`${client}/edit`);
  await other.goto(`${client}/edit`);
  await fill(other, { address_city: "Albi" });
  await send(other);
  await expect(flash(other)).toContainText("est à jour");

  await fill(page, { address_city: "Auch", notes: "Rappeler lundi" });
  await send(page);
  await expect(page).toHaveURL(`${client}/edit`);
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("a changé depuis que vous l’avez ouverte");
  const city = notice.getByRole("row", { name: "Ville" });
  await expect(city.getByRole("cell")).toHaveText(["Albi", "Auch"]);
  await expect(notice.getByRole("row", { name: "Notes" }).getByRole("cell")).toHaveText(["—", "Rappeler lundi"]);
  await expect(notice.getByRole("row"), "what is the same is not told").toHaveCount(3);
  await expect(page.locator("#field-address_city")).toHaveValue("Auch");
  await expect(page.locator("#field-notes")).toHaveValue("Rappeler lundi");
  await other.goto(client);
  await expect(other.locator("main"), "the first one's change stands").toContainText("Albi");

  // He takes the record's values, and begins anew.
  await notice.getByRole("link", { name: "Reprendre la fiche" }).click();
  await expect(page.locator("#field-address_city")).toHaveValue("Albi");
  await expect(page.getByRole("alert")).toHaveCount(0);

  // Overtaken once more, he keeps his own.
  await other.goto(`${client}/edit`);
  await fill(other, { address_city: "Castres" });
  await send(other);
  await fill(page, { address_city: "Auch" });
  await send(page);
  await expect(notice.getByRole("row", { name: "Ville" }).getByRole("cell")).toHaveText(["Castres", "Auch"]);
  await notice.getByRole("button", { name: "Garder ma saisie" }).click();
  await expect(page).toHaveURL(client);
  await expect(page.locator("main")).toContainText("Auch");
});

test("hostile text is shown as it was typed, everywhere", async ({ page, newcomer }, info) => {
  const name = `${unique("O'Brien", info)} <script>alert(1)</script> "x" & 👩‍🚀 שלום`;
  const notes = `</textarea><img src=x onerror="alert(2)"> {{ 7 * 7 }} ${"é".repeat(40)}`;
  await signIn(page, people.user);
  await page.goto("/clients/new");
  await fill(page, { last_name: name, notes, email: "pas une adresse" });
  await send(page);
  await expect(page.locator("#field-last_name")).toHaveValue(name);
  await expect(page.locator("#field-notes")).toHaveValue(notes);
  await fill(page, { email: "" });
  await send(page);
  await expect(heading(page)).toHaveText(name);
  await expect(flash(page)).toContainText(name);
  await expect(page.locator("main")).toContainText(notes);
  const client = await pathOf(page, "/clients/");
  for (const path of [`/clients?q=${encodeURIComponent(name)}`, `/policies/new?client_id=${client.split("/").pop()}`, "/policies/new?client_q=O%27Brien"]) {
    await page.goto(path);
    await expect(page.locator("main"), path).toContainText(name);
    expect(await page.locator("main script, main img").count(), path).toBe(0);
  }
  const manager = await newcomer();
  await signIn(manager, people.manager);
  await manager.goto(`/admin/audit?object_type=client&object_id=${client.split("/").pop()}`);
  await expect(manager.locator("main")).toContainText(name);
});
