// Who sees what: a broker his own clients, a manager the firm, an administrator its people, the operator the firms.
import { expect, type Page, people, signIn, test, unique } from "../support/journey.ts";
import { fill, flash, heading, linkWrittenTo, recordPerson, send } from "../support/work.ts";

test("a broker sees his own clients and none of the firm's offices", async ({ page, newcomer }, info) => {
  const manager = await newcomer();
  await signIn(manager, people.manager);
  const name = unique("Gaubert", info);
  const client = await recordPerson(manager, name);

  await signIn(page, people.user);
  await page.goto("/clients");
  const navigation = page.getByRole("navigation", { name: "Navigation principale" });
  await expect(navigation.getByRole("link", { name: "Contrats" })).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Modèles" })).toHaveCount(0);
  await expect(navigation.getByRole("link", { name: "Administration" })).toHaveCount(0);
  await expectNobody(page, name);
  for (const path of [client, `${client}/edit`, `/policies/new?client_id=${client.split("/").pop()}`]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(heading(page)).toHaveText("Page introuvable");
  }
  for (const path of [
    "/templates", "/templates/new", "/admin", "/admin/users", "/admin/users/new", "/admin/audit", "/admin/agency",
    "/admin/agencies", "/admin/agencies/new", "/companies/new",
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
    await expect(heading(page), path).toHaveText("Accès refusé");
  }
});

test("a manager reads templates and the audit log, and hands a client over", async ({ page, newcomer }, info) => {
  await signIn(page, people.manager);
  await page.goto("/templates");
  await expect(page.locator("main")).toContainText("Attestation d’assurance");
  expect((await page.goto("/admin/users"))?.status()).toBe(403);
  expect((await page.goto("/admin/agency"))?.status()).toBe(403);

  const name = unique("Hébrard", info);
  const client = await recordPerson(page, name);
  await page.goto(`/admin/audit?q=${encodeURIComponent(name)}`);
  await expect(page.locator("main tbody tr").first()).toContainText(name);
  await page.getByRole("button", { name: "Vérifier la chaîne" }).click();
  await expect(flash(page)).toContainText("La chaîne est intacte");

  await page.goto(`${client}/edit`);
  await fill(page, { owner_id: "Camille Laurent" });
  await send(page);
  const broker = await newcomer();
  await signIn(broker, people.user);
  expect((await broker.goto(client))?.status()).toBe(200);
  await expect(heading(broker)).toContainText(name);
});

test("an administrator opens an account, and closing it ends its sessions at once", async ({ page, newcomer }, info) => {
  await signIn(page, people.admin);
  const name = unique("Ines Jalabert", info);
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@demo.test`;
  const secret = "une phrase bien à elle 2026";
  await page.goto("/admin/users/new");
  await fill(page, { full_name: name, email: "pas une adresse" });
  await send(page);
  await expect(page.locator("#field-email-error")).toContainText("e-mail");
  await expect(page.locator("#field-full_name")).toHaveValue(name);
  await fill(page, { email });
  await send(page);
  await expect(flash(page)).toContainText(name);

  const newHand = await newcomer();
  await newHand.goto(await linkWrittenTo(email));
  await fill(newHand, { password: "court" });
  await send(newHand);
  await expect(newHand.locator("#field-password-error")).toContainText("8");
  await expect(newHand.locator("#field-password"), "a password is not sent back").toHaveValue("");
  await fill(newHand, { password: secret });
  await send(newHand);
  await expect(newHand).toHaveURL(/\/sign-in$/);
  await signIn(newHand, email, secret);
  await newHand.goto("/clients");
  await expect(heading(newHand)).toHaveText("Clients");
  await expect(newHand.locator("main"), "a new broker has no clients yet").toContainText("Aucun client pour l’instant");

  await page.goto(`/admin/users?q=${encodeURIComponent(name)}`);
  await page.locator("main tbody").getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Désactiver" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Désactiver" }).click();
  await expect(flash(page)).toContainText("désactivé");

  await newHand.goto("/policies");
  await expect(newHand, "thrown out at the next page").toHaveURL(/\/sign-in/);
  await fill(newHand, { email, password: secret });
  await send(newHand);
  await expect(newHand.getByRole("alert"), "no word about the account").toContainText("E-mail ou mot de passe incorrect");
});

test("the operator sees the firms and no client's file", async ({ page }) => {
  await signIn(page, people.operator);
  await page.goto("/admin/agencies");
  for (const firm of ["Cabinet Démo", "Cabinet Autre"]) {
    await expect(page.locator("main tbody tr", { hasText: firm })).toHaveCount(1);
  }
  for (const path of ["/clients", "/policies", "/documents", "/templates", "/admin/users", "/admin/audit"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  await page.goto("/");
  await expect(page.locator("main")).toContainText("Cabinet Démo");
});

test("signing out ends the session, for the stolen cookie too", async ({ page }) => {
  await signIn(page, people.user);
  await page.goto("/clients");
  const cookies = await page.context().cookies();
  await page.locator("details.account > summary").click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page).toHaveURL("/sign-in");
  await expect(page.locator("main")).toContainText("Vous êtes déconnecté");
  await page.context().addCookies(cookies);
  await page.goto("/clients");
  await expect(page).toHaveURL(/\/sign-in\?return_to=/);
});

test("who signs in from a page he was sent to arrives there", async ({ page }) => {
  await page.goto("/policies?state=quote");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.locator('input[name="email"]').fill(people.user);
  await page.locator('input[name="password"]').fill(process.env["END2END_PASSWORD"] ?? "");
  await send(page);
  await expect(page).toHaveURL("/policies?state=quote");
});

async function expectNobody(page: Page, name: string): Promise<void> {
  await page.goto(`/clients?q=${encodeURIComponent(name)}`);
  await expect(page.locator("main")).toContainText("Rien ne correspond à votre recherche");
}
