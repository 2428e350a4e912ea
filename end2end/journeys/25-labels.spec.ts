// Labels and envelopes: chosen in the list, looked at on the paper, told who is left out, and downloaded.
import { execFileSync } from "node:child_process";
import { become, expect, people, type Page, test, unique } from "../support/journey.ts";
import { errorAt, fill, heading, languages, read, recordPerson, recordPolicy, send } from "../support/work.ts";

/** Ticks the clients found by a name and goes on with the list's button. */
async function choose(page: Page, path: string, button: string) {
  await page.goto(path);
  for (const box of await page.locator('main tbody input[name="id"]').all()) await box.check();
  await page.getByRole("button", { name: button }).click();
}

/** Downloads the file of the page, and reads it. */
async function downloaded(page: Page, link: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const file = await download;
  const text = execFileSync("pdftotext", ["-layout", await file.path(), "-"], { encoding: "utf8" });
  return { name: file.suggestedFilename(), text };
}

for (const language of languages) {
  test(`labels for clients of a list, on a started sheet, in ${language}`, async ({ page, baseURL }, info) => {
    const say = (fr: string, en: string) => (language === "fr" ? fr : en);
    await become(page, people.user);
    const family = unique("Garonne", info);
    await recordPerson(page, `${family} Un`);
    const lacking = await recordPerson(page, `${family} Deux`);
    await page.goto(`${lacking}/edit`);
    await fill(page, { address_postal_code: "" });
    await send(page);
    await read(page, language, baseURL);

    await choose(page, `/clients?q=${encodeURIComponent(family)}`, say("Imprimer les adresses", "Print the addresses"));
    await expect(heading(page)).toHaveText(say("Étiquettes et enveloppes", "Labels and envelopes"));
    const main = page.locator("main");
    await expect(main).toContainText(say("1 étiquette sur 1 planche", "1 label on 1 sheet"));
    await expect(main).toContainText(say("1 destinataire sans étiquette", "1 addressee left out"));
    await expect(main, "a printer that scales misses the labels").toContainText(say("Imprimez à 100", "Print at 100%"));
    await expect(main).toContainText(say("À compléter : Code postal", "To be completed: Postcode"));
    await expect(main.locator("svg text").filter({ hasText: "31000 TOULOUSE" })).toHaveCount(1);

    await fill(page, { first_place: "25", copies: "2" });
    await send(page);
    await expect(errorAt(page, "first_place")).toBeVisible();
    await expect(page.locator('[name="copies"]')).toHaveValue("2");
    await fill(page, { first_place: "21" });
    await send(page);
    await expect(main).toContainText(say("2 étiquettes sur 2 planches", "2 labels on 2 sheets"));
    const { name, text } = await downloaded(page, say("Télécharger le PDF", "Download the PDF"));
    expect(name).toMatch(/^l7160-\d{4}-\d{2}-\d{2}\.pdf$/);
    expect(text.match(/31000 TOULOUSE/g)).toHaveLength(2);
    expect(text).toContain(`${family} Un`);
    expect(text).not.toContain(`${family} Deux`);
  });
}

test("an envelope for the holder of two policies, with the firm as sender", async ({ page }, info) => {
  await become(page, people.user);
  const client = await recordPerson(page, unique("Adour", info));
  for (const number of ["ZZ-ENV-A", "ZZ-ENV-B"]) await recordPolicy(page, client, unique(number, info).replace(" ", "-"));
  await choose(page, `/policies?client_id=${client.split("/").pop()}`, "Imprimer les adresses");
  await fill(page, { first_place: "5" });
  await fill(page, { format: "Enveloppe C5 (229 × 162 mm)" });
  await send(page);
  await expect(page.locator("main")).toContainText("1 enveloppe");
  const { name, text } = await downloaded(page, "Télécharger le PDF");
  expect(name).toMatch(/^envelope-c5-/);
  expect(text.indexOf("Cabinet Démo")).toBeGreaterThanOrEqual(0);
  expect(text.indexOf("Cabinet Démo")).toBeLessThan(text.indexOf("31000 TOULOUSE"));
});

test("nothing ticked is told, and leads back to the list", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/clients");
  await page.getByRole("button", { name: "Imprimer les adresses" }).click();
  await expect(page.locator("main")).toContainText("Rien n’est sélectionné");
  await page.getByRole("link", { name: "Revenir à la liste" }).click();
  await expect(heading(page)).toHaveText("Clients");
});
