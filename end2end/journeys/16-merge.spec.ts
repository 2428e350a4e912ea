// One client recorded twice: the form warns, the files are merged, the old address leads on, and all of it can be undone.
import { become, expect, people, test, unique } from "../support/journey.ts";
import { bindPolicy, fill, flash, heading, languages, read, recordPerson, send } from "../support/work.ts";

for (const language of languages) {
  test(`a client recorded twice is told, merged and unmerged, in ${language}`, async ({ page, baseURL }, info) => {
    const say = (fr: string, en: string) => (language === "fr" ? fr : en);
    const name = unique("Deuxfois", info);
    await become(page, people.user);
    const first = await recordPerson(page, name);
    await bindPolicy(page, first, unique("ZZ-DOUBLE", info).replace(" ", "-"));
    await read(page, language, baseURL);

    await page.goto("/clients/new");
    await fill(page, { first_name: "Zoé", last_name: name, email: "zoe.deuxfois@example.org" });
    await send(page);
    await expect(page.locator("main"), "nothing is recorded before it was said").toContainText(
      say("Peut-être déjà enregistré", "Maybe recorded already"),
    );
    await expect(page.locator("#field-last_name")).toHaveValue(name);
    await page.getByRole("button", { name: say("Créer quand même", "Create anyway") }).click();
    await expect(heading(page)).toContainText(name);
    const second = new URL(page.url()).pathname;
    expect(second).not.toBe(first);

    await page.goto(`${first}/merge?into=${second.split("/").pop()}`);
    await expect(page.getByRole("table")).toContainText("zoe.deuxfois@example.org");
    await page.getByRole("button", { name: say("Fusionner les dossiers", "Merge the files") }).click();
    await expect(page).toHaveURL(new RegExp(`${second}$`));
    await expect(flash(page)).toContainText(say("est fusionné avec", "is merged into"));
    await expect(page.locator("main")).toContainText("ZZ-DOUBLE");
    await page.goto(first);
    await expect(page, "the old address leads to the file that stays").toHaveURL(new RegExp(`${second}$`));

    await page.getByRole("button", { name: say("Annuler la fusion", "Undo the merge") }).first().click();
    await expect(flash(page)).toContainText(say("a de nouveau son propre dossier", "has a file of their own again"));
    await page.goto(first);
    await expect(page).toHaveURL(new RegExp(`${first}$`));
    await expect(page.locator("main")).toContainText("ZZ-DOUBLE");
  });
}
