// A template is written in the studio: what is wrong is told at its line, the page stands beside the text, versions are compared,
// brought back and put to use. With and without JavaScript, in both languages.
import { become, expect, hydrated, type Page, people, test, unique } from "../support/journey.ts";
import { fill, flash, heading, languages, pathOf, read, send } from "../support/work.ts";

const scripted = (): boolean => test.info().project.use.javaScriptEnabled !== false;

/** The text of the studio. */
const text = (page: Page) => page.locator('[name="content"]');
const picture = (page: Page) => page.locator("#studio-output img.page-picture");
const mistakes = (page: Page) => page.locator("#studio-mistakes");

/** Writes the text and waits for what it makes: the script looks by itself, else the button does. */
async function write(page: Page, content: string): Promise<void> {
  if (scripted()) await expect(page.locator(".code-editor[data-hydrated]")).toBeVisible();
  await text(page).fill(content);
  if (scripted()) {
    await expect(page.locator(".studio-output[data-turn]")).toBeVisible();
    await expect(page.locator(".studio-status")).toBeEmpty();
  } else {
    await page.locator('.studio-choices button[name="preview"]').click();
    await page.waitForLoadState();
  }
}

for (const language of languages) {
  const say = (fr: string, en: string): string => (language === "fr" ? fr : en);

  test(`a template is written, mended, seen, compared, brought back and put to use, in ${language}`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    await read(page, language, baseURL);
    const name = unique("Lettre de bienvenue", info);
    await page.goto("/templates/new");
    await fill(page, { name, kind: say("Lettre", "Letter"), content: "<h1>Bonjour</h1>\n<p>{{ client.display_name }}</p>" });
    await send(page);
    await expect(heading(page)).toHaveText(name);
    const template = await pathOf(page, "/templates/");

    // The studio opens with the page that the version in use makes.
    await page.getByRole("link", { name: say("Nouvelle version", "New version") }).click();
    await expect(page).toHaveURL(new RegExp(`${template}/studio$`));
    await expect(picture(page)).toBeVisible();
    await expect(page.locator(".name-tree")).toContainText("client.display_name");

    // A name that does not exist is told at its line, also behind a condition.
    await write(page, "<h1>Bonjour</h1>\n<p>{{ client.display_nmae }}</p>");
    await expect(mistakes(page)).toContainText(say("Ligne 2, colonne 14", "Line 2, column 14"));
    await expect(picture(page)).toHaveCount(0);
    if (scripted()) {
      await mistakes(page).getByRole("link").click();
      await expect(text(page)).toBeFocused();
      const chosen = await text(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
      expect(chosen).toBe("display_nmae }}</p>");
      await expect(page.locator(".code-numbers [data-wrong]")).toHaveText("2");
    }
    await send(page);
    await expect(page.locator("#form-errors"), "such a text is not published").toBeVisible();
    await expect(text(page)).toHaveValue(/display_nmae/);

    // Mended, it makes a page; and it outlives a reload.
    await write(page, "<h1>Bienvenue</h1>\n<p>{{ client.display_name }}</p>");
    await expect(mistakes(page)).toHaveCount(0);
    await expect(picture(page)).toBeVisible();
    await page.reload();
    await expect(text(page)).toHaveValue(/Bienvenue/);
    await expect(picture(page)).toBeVisible();
    await send(page);
    await expect(flash(page)).toContainText(say("La version 2 est publiée", "Version 2 is published"));

    // Side by side: the word that changed, and both pages.
    await page.getByRole("link", { name: say("Comparer les deux dernières", "Compare the last two") }).click();
    await expect(page.locator('.line-table [data-change="removed"] mark')).toContainText("Bonjour");
    await expect(page.locator('.line-table [data-change="added"] mark')).toContainText("Bienvenue");
    await expect(page.locator(".compared-page img")).toHaveCount(2);

    // An old version comes back as a new one, which says so; then an older one is put to use.
    await page.goto(`${template}/versions/1`);
    await press(page, say("Reprendre cette version", "Bring this version back"));
    await expect(flash(page)).toContainText(say("La version 3 reprend la version 1", "Version 3 brings version 1 back"));
    await expect(page.locator("main table")).toContainText(say("Reprise de la version 1", "Brings back version 1"));
    await page.goto(`${template}/versions/2`);
    await press(page, say("Mettre en usage", "Put to use"));
    await expect(flash(page)).toContainText(say("La version 2 est en usage", "Version 2 is in use"));
    await expect(page.locator("main")).toContainText("Bienvenue");

    // A file from elsewhere is the next version; what is no template is told at the field.
    const file = page.locator('input[type="file"]');
    await file.setInputFiles({ name: "lettre.html", mimeType: "text/html", buffer: Buffer.from("<p>{{ date }}</p>") });
    await press(page, say("Publier le fichier", "Publish the file"));
    await expect(page.locator("#form-errors")).toContainText(say("Ligne 1, colonne 7", "Line 1, column 7"));
    await file.setInputFiles({ name: "lettre.html", mimeType: "text/html", buffer: Buffer.from("<p>Ailleurs</p>") });
    await press(page, say("Publier le fichier", "Publish the file"));
    await expect(flash(page)).toContainText(say("La version 4 est publiée", "Version 4 is published"));

    // Put away, and taken out again.
    await page.goto(template);
    await hydrated(page);
    if (scripted()) {
      await page.getByRole("button", { name: say("Archiver", "Archive") }).first().click();
      await page.locator("dialog[open] button[type=submit]").last().click();
      await expect(page).toHaveURL(/\/templates$/);
      await page.goto(template);
      await press(page, say("Restaurer", "Restore"));
      await expect(heading(page)).toHaveText(name);
    }
  });

  test(`the data of a preview is chosen, and a policy is found by its number, in ${language}`, async ({ page, baseURL }, info) => {
    await become(page, people.manager);
    await read(page, language, baseURL);
    await page.goto("/templates/new");
    const content = "<h1>Liste</h1>{% for item in policy.risk %}<p>{{ item.label }}</p>{% endfor %}";
    await fill(page, { name: unique("Liste", info), kind: say("Lettre", "Letter"), content });
    await send(page);
    const template = await pathOf(page, "/templates/");
    await page.goto(`${template}/studio`);
    await expect(page.locator(".studio-pages")).toContainText(say("Page 1 sur 1", "Page 1 of 1"));
    await page.locator('[name="data"]').selectOption("longest");
    if (!scripted()) await page.locator('.studio-choices button[name="preview"]').click();
    await expect(page.locator(".studio-pages")).toContainText(/1 (sur|of) [4-9]/);
    await page.getByRole("button", { name: say("Page suivante", "Next page") }).click();
    await expect(page.locator(".studio-pages")).toContainText(/2 (sur|of) [4-9]/);
    await page.locator('[name="data"]').selectOption("policy");
    await page.locator('[name="policy_number"]').fill("PAS-DE-CONTRAT");
    await page.locator('.studio-choices button[name="preview"]').click();
    await expect(page.locator("#studio-output .notice")).toContainText(say("Numéro du contrat", "Policy number"));
    await expect(picture(page)).toHaveCount(0);
  });
}

/** Presses a button that sends its form, and waits for the page it leads to. */
async function press(page: Page, label: string): Promise<void> {
  await hydrated(page);
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() < 300 || answer.status() === 422);
  await page.getByRole("button", { name: label, exact: true }).click();
  await answered;
  await page.waitForLoadState();
}
