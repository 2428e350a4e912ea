// What was told late or wrongly is put right, and many policies are renewed at once, also undone.
import { become, expect, people, type Page, test, unique } from "../support/journey.ts";
import { badge, bindPolicy, day, errorAt, fact, fill, flash, heading, languages, read, recordPerson, send, take, written } from "../support/work.ts";

/** The line of a policy's life with this title. */
function happened(page: Page, title: string) {
  return page.locator("main ol > li", { hasText: title }).first();
}

test("a cancellation recorded in error is withdrawn, and still known as it was", async ({ page }, info) => {
  await become(page, people.user);
  const client = await recordPerson(page, unique("Ferrand", info));
  const policy = await bindPolicy(page, client, unique("ZZ-ERREUR", info).replace(" ", "-"));
  await take(page, policy, "cancel", { effective_date: day(-3), reason: "Mauvais contrat" });
  await expect(badge(page)).toHaveText("Résilié");

  await happened(page, "Résilié").getByRole("link", { name: "Rectifier" }).click();
  await expect(heading(page)).toContainText("Rectifier");
  await send(page);
  await expect(errorAt(page, "reason")).toContainText("obligatoire");
  await fill(page, { reason: "Erreur de saisie" });
  await send(page);
  await expect(page).toHaveURL(policy);
  await expect(flash(page)).toContainText("rectification");
  await expect(badge(page)).toHaveText("En cours");
  await expect(page.locator("main ol > li s")).toHaveText("Résilié");
  await expect(happened(page, "Erreur de saisie")).toContainText("Rectification");

  await page.locator('input[name="as_known_at"]').fill(day(-1));
  await page.getByRole("button", { name: "Afficher" }).click();
  await expect(page.locator("main")).toContainText(`enregistré à la fin du ${written(day(-1))}`);
  await expect(page.locator("main")).not.toContainText("Erreur de saisie");
  await page.goto(`${policy}?as_known_at=hier`);
  await expect(errorAt(page, "as_known_at"), "a wrong day is told at its field").toBeVisible();
});

test("an endorsement told late holds in the terms that follow", async ({ page }, info) => {
  await become(page, people.user);
  const client = await recordPerson(page, unique("Garnier", info));
  const policy = await bindPolicy(page, client, unique("ZZ-TARDIF", info).replace(" ", "-"));
  await page.goto(`${policy}/endorse`);
  await fill(page, { effective_date: day(-5), reason: "Prime revue", premium: "700,00" });
  await send(page);
  await page.goto(`${policy}/endorse`);
  await fill(page, { effective_date: day(-10), reason: "Changement de véhicule", risk_plate: "CD-456-EF" });
  await send(page);
  await expect(page).toHaveURL(policy);
  await expect(fact(page, "Prime annuelle")).toHaveText("700,00 €");
  await expect(fact(page, "Immatriculation")).toHaveText("CD-456-EF");
  const versions = page.getByRole("table", { name: "Versions" }).locator("tbody tr");
  await expect(versions).toHaveCount(4);
  await expect(versions.first()).toContainText("Suite d’un avenant antérieur");
});

for (const language of languages) {
  test(`policies are renewed together, seen before and undone after, in ${language}`, async ({ page, baseURL }, info) => {
    const say = (fr: string, en: string) => (language === "fr" ? fr : en);
    await become(page, people.user);
    const name = unique("Lemoine", info);
    const client = await recordPerson(page, name);
    const policy = await bindPolicy(page, client, unique("ZZ-MASSE", info).replace(" ", "-"));
    await read(page, language, baseURL);

    await page.goto(`/policies/renewals/new?all=1&client_id=${client.split("/").pop()}`);
    await fill(page, { premium_change: "beaucoup" });
    await send(page);
    await expect(errorAt(page, "premium_change")).toBeVisible();
    await expect(page.locator("#field-premium_change")).toHaveValue("beaucoup");
    await fill(page, { premium_change: "10", reason: "Indice 2027" });
    await send(page);
    const run = page.url();
    await expect(badge(page), "the page comes again by itself").toHaveText(say("À confirmer", "To be confirmed"), { timeout: 15_000 });
    const row = page.locator("main tbody tr");
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(name);
    await expect(row).toContainText(say("612,50 € → 673,75 €", "€612.50 → €673.75"));
    await page.getByRole("button", { name: say("Renouveler maintenant", "Renew now") }).click();
    await expect(badge(page)).toHaveText(say("Terminé", "Done"), { timeout: 15_000 });
    await page.goto(`${policy}?as_of=${day(400)}`);
    await expect(fact(page, say("Prime annuelle", "Yearly premium"))).toHaveText(say("673,75 €", "€673.75"));

    await page.goto(run);
    await page.getByRole("button", { name: say("Annuler ce renouvellement", "Undo this renewal") }).click();
    await expect(badge(page)).toHaveText(say("Annulé", "Undone"), { timeout: 15_000 });
    await page.goto(`${policy}?as_of=${day(400)}`);
    await expect(badge(page)).toHaveText(say("Échu", "Expired"));
  });
}
