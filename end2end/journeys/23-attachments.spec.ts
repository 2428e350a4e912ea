// What comes on paper or by mail is put with the client and the policy it belongs to: judged by what it is, taken away with a
// reason and brought back.
import { readFileSync, writeFileSync } from "node:fs";
import { become, expect, people, test, unique } from "../support/journey.ts";
import { bindPolicy, errorAt, fact, flash, heading, languages, read, recordPerson, send } from "../support/work.ts";

for (const language of languages) {
  const say = (fr: string, en: string) => (language === "fr" ? fr : en);

  test(`a report is put with a client, taken away and brought back, in ${language}`, async ({ page, baseURL }, info) => {
    const file = (name: string, content: string): string => {
      writeFileSync(info.outputPath(name), content);
      return info.outputPath(name);
    };
    await become(page, people.user);
    const client = await recordPerson(page, unique("Pièces", info));
    const policy = await bindPolicy(page, client, unique("ZZ-PIECE", info).replace(" ", "-"));
    await read(page, language, baseURL);
    await page.goto(client);
    const card = page.locator(".card", { has: page.getByRole("heading", { name: say("Pièces jointes", "Attachments"), exact: true }) });
    await expect(card).toContainText(say("Aucune pièce jointe", "No attachment"));
    await card.getByRole("link", { name: say("Ajouter une pièce", "Add an attachment") }).click();
    await expect(page).toHaveURL(`${client}/attachments`);

    // A program under the name of a photograph.
    const chosen = page.locator("#field-file");
    await chosen.setInputFiles(file("photo.jpg", "MZ\u0000\u0001\u0002"));
    await send(page);
    await expect(errorAt(page, "file")).toContainText(say("Ce type de fichier n’est pas accepté", "This type of file is not accepted"));
    await send(page);
    await expect(errorAt(page, "file")).toBeVisible();
    await chosen.setInputFiles(file("constat signé.pdf", "%PDF-1.7 constat"));
    await send(page);
    await expect(flash(page)).toContainText(say("constat signé.pdf est joint au dossier.", "constat signé.pdf is attached."));

    await page.goto(client);
    await card.getByRole("link", { name: /constat signé\.pdf/ }).click();
    await expect(heading(page)).toHaveText("constat signé.pdf");
    const one = new URL(page.url()).pathname;
    await expect(fact(page, say("Type", "Type"))).toHaveText("PDF");
    await expect(fact(page, say("Ajoutée par", "Added by"))).not.toBeEmpty();
    const coming = page.waitForEvent("download");
    await page.locator("main").getByRole("link", { name: say("Télécharger", "Download") }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe("constat-sign.pdf");
    expect(readFileSync(await download.path()).toString()).toBe("%PDF-1.7 constat");

    // It goes only with a reason, and comes back.
    const remove = page.getByRole("button", { name: say("Retirer", "Remove"), exact: true });
    const dialog = page.locator("dialog#remove");
    await remove.first().click();
    await expect(dialog).toBeVisible();
    await dialog.locator('button[type="submit"][data-kind="danger"]').click();
    await expect(errorAt(page, "reason")).toBeVisible();
    await dialog.locator('input[name="reason"]').fill(say("Mauvais dossier", "Wrong file"));
    await dialog.locator('button[type="submit"][data-kind="danger"]').click();
    await expect(page).toHaveURL(`${client}/attachments`);
    await expect(flash(page)).toContainText(say("constat signé.pdf est retirée.", "constat signé.pdf is removed."));
    await expect(page.locator(".card", { hasText: say("Pièces retirées", "Removed attachments") })).toContainText("constat signé.pdf");
    await page.goto(one);
    await expect(page.locator(".notice")).toContainText(say("Mauvais dossier", "Wrong file"));
    await expect(page.getByRole("link", { name: say("Télécharger", "Download") })).toHaveCount(0);
    await page.getByRole("button", { name: say("Restaurer", "Restore") }).click();
    await expect(flash(page)).toContainText(say("constat signé.pdf est restaurée.", "constat signé.pdf is restored."));
    await expect(page.getByRole("link", { name: say("Télécharger", "Download") })).toBeVisible();

    // The policy has its own, and the client's history tells of both.
    await page.goto(`${policy}/attachments`);
    await chosen.setInputFiles(file("releve.csv", "Échéance;Montant\n2026-12-01;612,50\n"));
    await send(page);
    await page.goto(policy);
    await expect(card).toContainText("releve.csv");
    await page.goto(`${client}/timeline`);
    await expect(page.locator("main")).toContainText(say("Pièce jointe au contrat", "Attachment added to the policy"));
    await expect(page.locator("main")).toContainText(say("Pièce jointe · constat signé.pdf", "Attachment added · constat signé.pdf"));
  });
}
