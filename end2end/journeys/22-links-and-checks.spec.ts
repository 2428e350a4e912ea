// Who holds a certificate, and what anybody can check of it: by its code, its seal and its file.
import { readFileSync, writeFileSync } from "node:fs";
import { become, expect, people, test, unique } from "../support/journey.ts";
import { scanned } from "../support/qr.ts";
import { badge, bindPolicy, day, fact, fill, flash, heading, issueCertificate, languages, read, recordPerson, send, take } from "../support/work.ts";

for (const language of languages) {
  const say = (fr: string, en: string) => (language === "fr" ? fr : en);

  test(`a link is given to somebody, listed and taken back, in ${language}`, async ({ page, newcomer, baseURL }, info) => {
    await become(page, people.user);
    const client = await recordPerson(page, unique("Liens", info));
    const policy = await bindPolicy(page, client, unique("ZZ-LIEN", info).replace(" ", "-"));
    const document = await issueCertificate(page, policy);
    await read(page, language, baseURL);
    await page.goto(document);
    await fill(page, { recipient: "x".repeat(201) });
    await page.locator("#field-recipient").evaluate((field) => field.removeAttribute("maxlength"));
    await page.locator("#field-recipient").fill("x".repeat(201));
    await send(page);
    await expect(page.locator("#field-recipient-error")).toBeVisible();
    await fill(page, { recipient: "Mairie de Lyon", expires_in_seconds: say("7 jours", "7 days") });
    await send(page);
    const link = await page.getByLabel(say("Adresse du lien", "Address of the link")).inputValue();
    const card = page.getByRole("region", { name: say("Liens remis", "Links handed out") }).or(page.locator(".card", { hasText: say("Liens remis", "Links handed out") })).last();
    await expect(card).toContainText("Mairie de Lyon");
    await expect(card).toContainText(say("0 téléchargement", "0 downloads"));
    const stranger = await newcomer();
    const got = await stranger.request.get(link);
    expect(got.status()).toBe(200);

    // The policy ends: its page says which certificate became false, and who holds it.
    await read(page, "fr", baseURL);
    await take(page, policy, "cancel", { effective_date: day(0), reason: "Véhicule vendu" });
    await read(page, language, baseURL);
    // Nobody has to look at the policy for it: the first page says so, and leads to it.
    await page.goto("/");
    await page.locator(".notice").getByRole("link", { name: say("Les voir", "See them") }).click();
    await expect(page.locator(`main a[href^="${new URL(document, page.url()).pathname}"]`).first()).toBeVisible();
    await page.goto(policy);
    const notice = page.locator(".notice", { hasText: say("ne sont plus vraies", "no longer true") });
    await expect(notice).toContainText(say("Mairie de Lyon (1 téléchargement)", "Mairie de Lyon (1 download)"));
    await notice.getByRole("link").first().click();
    await expect(page).toHaveURL(document);

    await page.getByRole("button", { name: say("Révoquer ce lien", "Revoke this link") }).click();
    await expect(flash(page)).toContainText(say("Le lien est révoqué", "The link is revoked"));
    expect((await stranger.request.get(link)).status()).toBe(410);
  });

  test(`a file is checked byte for byte, and a forged seal is told, in ${language}`, async ({ page, newcomer, baseURL }, info) => {
    await become(page, people.user);
    const client = await recordPerson(page, unique("Fichier", info));
    const policy = await bindPolicy(page, client, unique("ZZ-FICHIER", info).replace(" ", "-"));
    await issueCertificate(page, policy);
    const check = (await page.locator("main a[href^='/verify/']").getAttribute("href")) ?? "";
    const coming = page.waitForEvent("download");
    await page.locator("main").getByRole("link", { name: "Télécharger" }).click();
    const file = await (await coming).path();

    // Who holds the page points a phone at it: the code leads here, and its seal is genuine.
    const stranger = await newcomer();
    await read(stranger, language, baseURL);
    const code = new URL(await scanned(file));
    expect(code.pathname.toUpperCase()).toBe(check.toUpperCase());
    await stranger.goto(`${code.pathname}${code.search}`);
    await expect(heading(stranger)).toHaveText(say("Document authentique", "Genuine document"));
    await expect(fact(stranger, say("Cachet électronique du QR code", "Digital seal of the QR code"))).toHaveText(say("Authentique", "Genuine"));

    const button = stranger.getByRole("button", { name: say("Vérifier le fichier", "Check the file") });
    await stranger.goto("/verify");
    await stranger.locator("input[type=file]").setInputFiles(file);
    await button.click();
    await expect(stranger, "the file finds its own code").toHaveURL(new RegExp(`${check}\\?sha256=`));
    await expect(heading(stranger)).toHaveText(say("Document authentique", "Genuine document"));
    await expect(fact(stranger, say("Fichier", "File"))).toHaveText(say("Identique, octet pour octet", "Identical, byte for byte"));
    await expect(fact(stranger, say("Garantie aujourd’hui", "Cover today"))).toHaveText(say("En vigueur", "In force"));

    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    const altered = info.outputPath("altered.pdf");
    writeFileSync(altered, bytes);
    await stranger.goto("/verify");
    await stranger.locator("input[type=file]").setInputFiles(altered);
    await button.click();
    await expect(stranger.locator(".notice")).toContainText(say("Aucun document émis", "No document that was issued"));
    await stranger.locator("#field-code").fill(check.split("/").pop() ?? "");
    await stranger.getByRole("button", { name: say("Vérifier", "Check"), exact: true }).click();
    await expect(heading(stranger)).toHaveText(say("Document modifié", "Altered document"));
    await expect(badge(stranger).or(fact(stranger, say("Fichier", "File"))).last()).toHaveText(say("Modifié depuis son émission", "Altered since it was issued"));

    await stranger.goto(`${check}?seal=1.00000000.QQ.QQ`);
    await expect(heading(stranger)).toHaveText(say("Document modifié", "Altered document"));
    await expect(fact(stranger, say("Cachet électronique du QR code", "Digital seal of the QR code"))).toHaveText(say("Falsifié", "Forged"));
  });
}
