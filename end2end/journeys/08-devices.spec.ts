// The reader's devices: every browser and program in one list, each with a name, each to be signed out.
import { expect, people, signIn, test, unique } from "../support/journey.ts";
import { flash, heading, openAccount, send } from "../support/work.ts";

test("a device is named, and one elsewhere is signed out", async ({ page, newcomer }, info) => {
  const secret = "une phrase bien à elle 2026";
  const name = unique("Odile Appareils", info);
  const admin = await newcomer();
  await signIn(admin, people.admin);
  const email = await openAccount(admin, page, name, secret);

  await signIn(page, email, secret);
  const elsewhere = await newcomer();
  await signIn(elsewhere, email, secret);

  await page.goto("/account");
  await page.getByRole("link", { name: "Voir les appareils" }).click();
  await expect(heading(page)).toHaveText("Appareils connectés");
  const rows = page.locator("main tbody tr");
  await expect(rows).toHaveCount(2);
  const own = rows.filter({ hasText: "Cet appareil" });
  await expect(own).toContainText("Chrome");
  await own.getByRole("link", { name: "Renommer l’appareil" }).click();
  await page.locator('input[name="device_label"]').fill("Ordinateur du bureau");
  await send(page);
  await expect(flash(page)).toContainText("enregistré");
  await expect(rows.filter({ hasText: "Ordinateur du bureau" })).toContainText("Cet appareil");

  await rows.filter({ hasNotText: "Cet appareil" }).getByRole("button").click();
  await expect(flash(page)).toContainText("L’appareil est déconnecté");
  await expect(rows).toHaveCount(1);
  await elsewhere.goto("/clients");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await page.locator("details.account > summary").click();
  await page.locator("details.account").getByRole("button", { name: "English" }).click();
  await expect(heading(page)).toHaveText("Signed-in devices");
  await expect(page.locator("main")).toContainText("This device");
});

test("the page that asks for the password again leads back", async ({ page }) => {
  await signIn(page, people.admin);
  await page.goto("/account/confirm?next=/admin/users/new");
  await expect(heading(page)).toHaveText("Confirmez votre identité");
  const field = page.locator('input[name="password"]');
  await field.fill("ce n’est pas le bon");
  await send(page);
  await expect(page.locator("main")).toContainText("E-mail ou mot de passe incorrect");
  await field.fill(process.env["END2END_PASSWORD"] ?? "");
  await send(page);
  await expect(page).toHaveURL(/\/admin\/users\/new$/);
  await expect(flash(page)).toContainText("votre identité est confirmée");
});
