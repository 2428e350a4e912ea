// Who has a role in a policy beside its holder, and a policy that insures more than one thing.
import { become, expect, people, test, unique } from "../support/journey.ts";
import { bindPolicy, day, errorAt, fact, fill, flash, heading, languages, read, recordPerson, send, take } from "../support/work.ts";

for (const language of languages) {
  test(`a payer and a driver are named, and end with their days, in ${language}`, async ({ page, baseURL }, info) => {
    const say = (fr: string, en: string) => (language === "fr" ? fr : en);
    await become(page, people.user);
    const payer = unique("Payeur", info);
    await recordPerson(page, payer);
    const holder = await recordPerson(page, unique("Souscripteur", info));
    const policy = await bindPolicy(page, holder, unique("ZZ-ROLES", info).replace(" ", "-"));
    await read(page, language, baseURL);

    await page.goto(`${policy}/parties`);
    await page.locator('input[name="client_q"]').fill(payer);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: `Zoé ${payer}` }).click();
    await expect(heading(page)).toHaveText(say("Ajouter un intervenant", "Add a party"));
    await fill(page, { role: say("Payeur", "Payer"), since: day(10), until: day(5) });
    await send(page);
    await expect(errorAt(page, "until"), "what was typed stays").toBeVisible();
    await expect(page.locator("#field-until")).toHaveValue(day(5));
    await fill(page, { since: "", until: "" });
    await send(page);
    await expect(flash(page)).toContainText(payer);

    await page.getByRole("link", { name: say("Personne sans fiche", "Somebody without a file") }).click();
    await fill(page, { name: "Léa Voiture", role: say("Conducteur", "Driver") });
    await send(page);
    await page.goto(policy);
    await expect(fact(page, say("Payeur", "Payer"))).toContainText(payer);
    await expect(fact(page, say("Conducteur", "Driver"))).toHaveText("Léa Voiture");

    await page.goto(`${policy}/parties`);
    await page.getByRole("link", { name: "Léa Voiture" }).click();
    await fill(page, { until: day(0) });
    await send(page);
    await page.goto(policy);
    await expect(fact(page, say("Conducteur", "Driver")), "her last day was yesterday").toHaveCount(0);
    await page.goto(`${policy}?as_of=${day(-1)}`);
    await expect(fact(page, say("Conducteur", "Driver"))).toContainText("Léa Voiture");

    // The payer's own file tells of it; one recorded in error goes for good.
    await page.goto(policy);
    await fact(page, say("Payeur", "Payer")).getByRole("link").click();
    await expect(page.getByRole("table", { name: say("Rôles dans d’autres contrats", "Roles in other policies") })).toContainText("ZZ-ROLES");
    await page.goto(`${policy}/parties`);
    await page.getByRole("link", { name: payer }).click();
    await page.getByRole("button", { name: say("Retirer du contrat", "Take out of the policy") }).click();
    await expect(flash(page)).toContainText(say("retiré du contrat", "taken out of the policy"));
    await expect(page.locator("main tbody")).not.toContainText(payer);
  });
}

test("a second vehicle comes by an endorsement, and a form asks for what its line insures", async ({ page }, info) => {
  await become(page, people.user);
  const client = await recordPerson(page, unique("Flotte", info));
  await page.goto(`/policies/new?client_id=${client.split("/").pop()}`);
  await expect(page.locator("#field-risk_plate"), "first the line").toBeHidden();
  await fill(page, { product_line: "Automobile" });
  await expect(page.locator("#field-risk_plate")).toBeVisible();
  await fill(page, { product_line: "Habitation" });
  await expect(page.locator("#field-risk_plate"), "a home has no plate").toBeHidden();
  await expect(page.locator("#field-risk_surface_m2")).toBeVisible();

  const policy = await bindPolicy(page, client, unique("ZZ-FLOTTE", info).replace(" ", "-"));
  await page.goto(`${policy}/endorse`);
  await fill(page, { effective_date: day(0), reason: "Utilitaire", risk_objects_0_reference: "__" });
  await send(page);
  await expect(errorAt(page, "risk_objects_0_reference")).toContainText("immatriculation");
  await take(page, policy, "endorse", {
    effective_date: day(0),
    reason: "Utilitaire",
    risk_objects_0_reference: "zz 321 yy",
    risk_objects_0_description: "Kangoo",
  });
  await expect(fact(page, "Véhicule")).toHaveText("ZZ-321-YY – Kangoo");
  await expect(fact(page, "Immatriculation")).toHaveText("AB-123-CD");
  await page.goto(`${policy}?as_of=${day(-1)}`);
  await expect(fact(page, "Véhicule"), "not insured yesterday").toHaveCount(0);
});
