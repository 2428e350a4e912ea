// A policy's life on screen: every step is a dated fact, and any day can be looked at.
import { expect, type Page, people, signIn, test, unique } from "../support/journey.ts";
import { badge, bindPolicy, day, errorAt, fact, fill, flash, heading, recordPerson, recordPolicy, send, take, written } from "../support/work.ts";

test("an endorsement makes a new version that tells what changed, and any day can be looked at", async ({ page }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Delrieu", info));
  const policy = await bindPolicy(page, client, unique("ZZ-AVENANT", info).replace(" ", "-"));

  await page.getByRole("link", { name: "Établir un avenant" }).click();
  await expect(heading(page)).toContainText("Avenant au contrat");
  await fill(page, { premium: "beaucoup" });
  await send(page);
  await expect(errorAt(page, "premium")).toContainText("montant n’est pas valable");
  await expect(errorAt(page, "effective_date")).toContainText("obligatoire");
  await expect(page.locator("#field-premium")).toHaveValue("beaucoup");

  await fill(page, { effective_date: day(-10), reason: "Changement de véhicule", premium: "1 700,00", risk_plate: "CD-456-EF" });
  await send(page);
  await expect(page).toHaveURL(policy);
  await expect(flash(page)).toContainText("avenant");
  await expect(fact(page, "Prime annuelle")).toHaveText("1 700,00 €");
  const versions = page.getByRole("table", { name: "Versions" }).locator("tbody tr");
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText("Changement de véhicule");
  await expect(versions.first()).toContainText("612,50 € → 1 700,00 €");
  await expect(versions.first()).toContainText("AB-123-CD → CD-456-EF");
  await expect(versions.first(), "what did not change is not told").not.toContainText("Produit");
  await expect(versions.last()).toContainText("Conditions d’origine");

  await page.locator('input[name="as_of"]').fill(day(-20));
  await page.getByRole("button", { name: "Afficher" }).click();
  await expect(page).toHaveURL(`${policy}?as_of=${day(-20)}&as_known_at=`);
  await expect(page.locator("main")).toContainText(`à la fin du ${written(day(-20))}`);
  await expect(fact(page, "Prime annuelle")).toHaveText("612,50 €");
  await expect(fact(page, "Immatriculation")).toHaveText("AB-123-CD");
  await page.getByRole("link", { name: "Revenir à aujourd’hui" }).click();
  await expect(fact(page, "Immatriculation")).toHaveText("CD-456-EF");
});

test("a policy is suspended, reinstated and cancelled, each step with its day and its reason", async ({ page }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Estève", info));
  const policy = await bindPolicy(page, client, unique("ZZ-VIE", info).replace(" ", "-"));

  await take(page, policy, "suspend", { effective_date: day(-8), reason: "Prime impayée" });
  await expect(badge(page)).toHaveText("Suspendu");
  await take(page, policy, "reinstate", { effective_date: day(-5), reason: "Prime payée" });
  await expect(badge(page)).toHaveText("En cours");

  await page.goto(`${policy}/cancel`);
  await fill(page, { effective_date: day(-400) });
  await send(page);
  await expect(page, "a step that is refused stays on its page").toHaveURL(`${policy}/cancel`);
  await expect(errorAt(page, "reason")).toContainText("obligatoire");
  await expect(page.locator("#field-effective_date")).toHaveValue(day(-400));
  await fill(page, { reason: "Véhicule vendu" });
  await send(page);
  await expect(page.getByRole("alert")).toContainText("en dehors de la période de garantie");
  await expect(page.locator("#field-reason")).toHaveValue("Véhicule vendu");
  await fill(page, { effective_date: day(0) });
  await send(page);
  await expect(badge(page)).toHaveText("Résilié");

  const life = page.locator("main ol > li", { has: page.locator("strong") });
  await expect(life).toContainText(["Résilié", "Remise en vigueur", "Garanties suspendues", "Contrat conclu", "Devis enregistré"]);
  await expect(life.nth(1)).toContainText(`À effet du ${written(day(-5))} 12:00`);
  await expect(life.nth(2)).toContainText("Prime impayée");

  await page.goto(`${policy}?as_of=${day(-7)}`);
  await expect(badge(page)).toHaveText("Suspendu");
  await page.goto(`${policy}/suspend`);
  await expect(page.locator("main"), "an ended policy takes no further step").toContainText("ne permet pas cette action");
});

test("a quote is corrected in place, a bound policy only by an endorsement", async ({ page }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Fabre", info));
  const policy = await recordPolicy(page, client, unique("ZZ-DEVIS", info).replace(" ", "-"));
  await page.goto(`${policy}/edit`);
  await expect(page.locator("#field-premium")).toHaveValue("612,50");
  await fill(page, { premium: "580", product_name: "Auto Éco" });
  await send(page);
  await expect(fact(page, "Prime annuelle")).toHaveText("580,00 €");
  await expect(fact(page, "Produit")).toHaveText("Auto Éco");
  await take(page, policy, "bind");
  const answer = await page.goto(`${policy}/edit`);
  expect(answer?.status()).toBeGreaterThanOrEqual(400);
  await expect(page.locator("main")).toContainText("se modifie par un avenant");
});

test("the list keeps search, filters and sort in its address, and Back returns to it", async ({ page }) => {
  await signIn(page, people.manager);
  await page.goto("/policies");
  const filters = page.getByRole("search");
  await filters.getByLabel("État").selectOption({ label: "En cours" });
  await filters.getByLabel("Branche").selectOption({ label: "Santé" });
  await filters.getByRole("button", { name: "Filtrer" }).click();
  await expect(page).toHaveURL(/state=in_force/);
  await expect(page).toHaveURL(/product_line=health/);
  const rows = page.locator("main tbody tr");
  await expect(rows.first()).toContainText("Santé");
  const sort = page.getByRole("columnheader", { name: "Prochaine échéance" }).getByRole("link");
  await sort.click();
  await expect(page).toHaveURL(/sort=due_date/);
  await expect(page).toHaveURL(/state=in_force/);

  const address = page.url();
  const seen = await names(page);
  expect(seen.length).toBeGreaterThan(1);
  await rows.first().getByRole("link").click();
  await expect(heading(page)).toHaveText(seen[0] ?? "");
  await page.goBack();
  await expect(page).toHaveURL(address);
  expect(await names(page)).toEqual(seen);
  await expect(filters.getByLabel("Branche")).toHaveValue("health");

  await page.getByRole("link", { name: /Retirer le filtre Santé/ }).click();
  await expect(page).not.toHaveURL(/product_line/);
  await expect(page).toHaveURL(/state=in_force/);
  await page.goto("/policies?q=aucun-contrat-de-ce-nom");
  await expect(page.locator("main")).toContainText("Rien ne correspond à votre recherche");
});

test("a long list is paged forth and back", async ({ page }) => {
  await signIn(page, people.manager);
  await page.goto("/policies?sort=policy_number");
  const first = await names(page);
  expect(first).toHaveLength(50);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await pages.getByRole("link", { name: "Suivant" }).click();
  await expect(page).toHaveURL(/cursor=/);
  const second = await names(page);
  expect(second.filter((number) => first.includes(number)), "no row twice").toEqual([]);
  expect([...first, ...second], "in one order").toEqual([...first, ...second].sort());
  await pages.getByRole("link", { name: "Précédent" }).click();
  await expect.poll(() => names(page)).toEqual(first);
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(second);
});

/** The main cells of the list, from the top. */
async function names(page: Page): Promise<string[]> {
  return page.locator("main tbody th").allInnerTexts();
}
