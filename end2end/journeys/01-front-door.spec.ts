// What anybody sees before he signs in.
import { expect, hydrated, password, people, signIn, test } from "../support/journey.ts";
import { expectGoodScreen } from "../support/screen.ts";
import { heading, languages, read } from "../support/work.ts";

test("the server says that it is well", async ({ request }) => {
  const answer = await request.get("/health");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["x-request-id"]).toBeTruthy();
});

test("a stranger is led to the sign-in page, which anybody can use", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await hydrated(page);
  await expectGoodScreen(page);
});

for (const language of languages) {
  test(`a wrong password is refused at the form, and the right one opens the first page: ${language}`, async ({ page, baseURL }) => {
    await read(page, language, baseURL);
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await page.locator('input[name="email"]').fill(people.user);
    await page.locator('input[name="password"]').fill(`not ${password()}`);
    await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
    const refused = language === "fr" ? "E-mail ou mot de passe incorrect" : "Wrong email or password";
    await expect(page.getByRole("alert")).toContainText(refused);
    await expect(page.locator('input[name="email"]')).toHaveValue(people.user);

    await signIn(page, people.user);
    await hydrated(page);
    await expect(heading(page)).toContainText(language === "fr" ? "Bonjour" : "Hello");
    await expect(page.getByRole("navigation").first()).toBeVisible();
  });
}
