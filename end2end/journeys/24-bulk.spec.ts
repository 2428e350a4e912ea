// Documents about many policies: chosen in the list, issued in the background, refused with the reason, handed over as one file.
import { become, expect, people, type Page, test, unique } from "../support/journey.ts";
import { badge, bindPolicy, errorAt, fill, heading, languages, read, recordPerson, recordPolicy, send } from "../support/work.ts";

/** Begins with the policies of a client, as the list's button does. */
async function choose(page: Page, client: string, say: (fr: string, en: string) => string) {
  await page.goto(`/policies?client_id=${client.split("/").pop()}`);
  for (const box of await page.locator('main tbody input[name="id"]').all()) await box.check();
  await page.getByRole("button", { name: say("Établir des documents", "Issue documents") }).click();
  await expect(heading(page)).toContainText(say("Établir des documents", "Issue documents"));
}

for (const language of languages) {
  test(`certificates are issued together, and what is refused is told, in ${language}`, async ({ page, baseURL }, info) => {
    const say = (fr: string, en: string) => (language === "fr" ? fr : en);
    await become(page, people.user);
    const client = await recordPerson(page, unique("Masson", info));
    await bindPolicy(page, client, unique("ZZ-LOT", info).replace(" ", "-"));
    const quote = unique("ZZ-DEVIS", info).replace(" ", "-");
    await recordPolicy(page, client, quote);
    await read(page, language, baseURL);

    await choose(page, client, say);
    const template = page.locator('select[name="template_id"]');
    const certificate = template.locator("option", { hasText: say("Attestation d’assurance", "Certificate of insurance") });
    await template.selectOption((await certificate.first().getAttribute("value")) ?? "");
    await send(page);
    await expect(badge(page), "the page comes again by itself").toHaveText(say("Terminé", "Done"), { timeout: 30_000 });
    const rows = page.getByRole("table", { name: say("Envoi", "Batch") }).locator("tbody tr");
    await expect(rows).toHaveCount(2);
    await expect(rows.filter({ hasText: quote })).toContainText(say("Refusé", "Refused"));
    await expect(rows.filter({ hasText: quote })).toContainText(say("L’état du contrat ne permet pas", "The policy’s state does not allow"));
    await expect(page.locator("main")).toContainText(say("fichier d’impression", "print file"));

    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: say("Télécharger le fichier", "Download the file") }).click();
    expect((await download).suggestedFilename()).toMatch(/^certificate-[0-9a-f]+\.pdf$/);
    await page.getByRole("link", { name: say("Refusé", "Refused") }).click();
    await expect(rows).toHaveCount(1);
    await page.goto("/documents/runs");
    await expect(page.locator("main tbody tr").first()).toContainText(say("Terminé", "Done"));
  });
}

test("facts that all letters share are typed once, and lacking ones are told", async ({ page }, info) => {
  await become(page, people.user);
  const client = await recordPerson(page, unique("Perrot", info));
  await bindPolicy(page, client, unique("ZZ-COURRIER", info).replace(" ", "-"));
  await choose(page, client, (fr) => fr);
  const template = page.locator('select[name="template_id"]');
  const letter = template.locator("option", { hasText: "Lettre" }).first();
  await template.selectOption((await letter.getAttribute("value")) ?? "");
  await page.getByRole("button", { name: "Afficher les champs" }).click();
  await fill(page, { data_subject: "Vos vœux" });
  await page.locator('input[name="output"][value="archive"]').check();
  await send(page);
  await expect(errorAt(page, "data_body")).toContainText("obligatoire");
  await expect(page.locator('[name="data_subject"]')).toHaveValue("Vos vœux");
  await fill(page, { data_body: "Nous vous souhaitons une bonne année." });
  await send(page);
  await expect(badge(page)).toHaveText("Terminé", { timeout: 30_000 });
  await expect(page.getByRole("link", { name: "Télécharger le fichier" })).toBeVisible();
});
