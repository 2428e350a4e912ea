// The reader's devices: every browser and program in one list, each with a name, each to be signed out.
import { expect, people, signIn, test, unique } from "../support/journey.ts";
import { flash, heading, languages, openAccount, openFirm, read, send } from "../support/work.ts";

const words = {
  fr: {
    see: "Voir les appareils", title: "Appareils connectés", own: "Cet appareil", rename: "Renommer l’appareil",
    saved: "enregistré", over: "L’appareil est déconnecté",
  },
  en: {
    see: "See devices", title: "Signed-in devices", own: "This device", rename: "Rename the device",
    saved: "saved", over: "The device is signed out",
  },
};

for (const language of languages) {
  test(`a device is named, and one elsewhere is signed out: ${language}`, async ({ page, newcomer, baseURL }, info) => {
    const { see, title, own: ownBadge, rename, saved, over } = words[language];
    const secret = "une phrase bien à elle 2026";
    const admin = await newcomer();
    await signIn(admin, people.admin);
    const email = await openAccount(admin, page, unique(`Odile ${language}`, info), secret);
    await read(page, language, baseURL);

    await signIn(page, email, secret);
    const elsewhere = await newcomer();
    await signIn(elsewhere, email, secret);

    await page.goto("/account");
    await page.getByRole("link", { name: see }).click();
    await expect(heading(page)).toHaveText(title);
    const rows = page.locator("main tbody tr");
    await expect(rows).toHaveCount(2);
    const own = rows.filter({ hasText: ownBadge });
    await expect(own).toContainText("Chrome");
    await own.getByRole("link", { name: rename }).click();
    await page.locator('input[name="device_label"]').fill("Ordinateur du bureau");
    await send(page);
    await expect(flash(page)).toContainText(saved);
    await expect(rows.filter({ hasText: "Ordinateur du bureau" })).toContainText(ownBadge);

    await rows.filter({ hasNotText: ownBadge }).getByRole("button").click();
    await expect(flash(page)).toContainText(over);
    await expect(rows).toHaveCount(1);
    await elsewhere.goto("/clients");
    await expect(elsewhere).toHaveURL(/\/sign-in/);
  });
}

const copied = {
  fr: { told: "Une copie d’un jeton a été utilisée", understood: "J’ai compris", noted: "C’est noté" },
  en: { told: "A copy of a token was used", understood: "I understand", noted: "Noted" },
};

for (const language of languages) {
  test(`who understood that a token was copied is not told again: ${language}`, async ({ page, baseURL }, info) => {
    const { told, understood, noted } = copied[language];
    const secret = "une phrase bien à elle 2026";
    const email = await openFirm(page, unique(`Cabinet Copie ${language}`, info), secret);
    const post = async (path: string, data: object): Promise<{ refresh_token: string }> =>
      (await page.request.post(`/api/v1/auth/${path}`, { data })).json();
    const { refresh_token: first } = await post("login", { email, password: secret, device_label: "Synchronisation" });
    const { refresh_token: second } = await post("refresh", { refresh_token: first });
    await post("refresh", { refresh_token: second });
    await post("refresh", { refresh_token: first });

    await read(page, language, baseURL);
    await signIn(page, email, secret);
    await page.goto("/account");
    const notice = page.locator("main .notice", { hasText: told });
    await expect(notice).toContainText("Synchronisation");
    await notice.getByRole("button", { name: understood }).click();
    await expect(page).toHaveURL(/\/account$/);
    await expect(flash(page)).toContainText(noted);
    await expect(notice).toHaveCount(0);
    await page.goto("/account/devices");
    await expect(notice).toHaveCount(0);
  });
}

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
