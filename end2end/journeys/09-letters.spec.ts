// A forgotten password, from the sign-in page to the new one, in both languages.
import { expect, people, signIn, test, unique } from "../support/journey.ts";
import { fill, heading, linkWrittenTo, send } from "../support/work.ts";

for (const [language, words] of Object.entries({
  fr: { forgotten: "Mot de passe oublié ?", title: "Nouveau mot de passe", over: "Ce lien ne fonctionne plus" },
  en: { forgotten: "Forgotten password?", title: "New password", over: "This link works no longer" },
})) {
  test(`who forgot the password chooses another one: ${language}`, async ({ page, newcomer, baseURL }, info) => {
    const name = unique(`Olga ${language}`, info);
    const email = `${name.replaceAll(" ", ".").toLowerCase()}@demo.test`;
    await signIn(page, people.admin);
    await page.goto("/admin/users/new");
    await fill(page, { full_name: name, email });
    await send(page);
    const hand = await newcomer();
    await hand.context().addCookies([{ name: "language", value: language, url: baseURL ?? "" }]);
    await hand.goto(await linkWrittenTo(email));
    await fill(hand, { password: "une première phrase 2026" });
    await send(hand);
    await expect(hand).toHaveURL(/\/sign-in$/);

    await hand.getByRole("link", { name: words.forgotten }).click();
    await fill(hand, { email });
    await send(hand);
    await expect(hand).toHaveURL(/\/sign-in$/);
    const link = await linkWrittenTo(email, /\/password-reset\/[0-9a-f]{64}/);
    await expect(async () => {
      await page.goto(`/admin/mail?q=${encodeURIComponent(email)}`);
      await expect(page.locator("main tbody tr").first()).toContainText("Mot de passe oublié", { timeout: 500 });
      await expect(page.locator("main tbody tr").first()).toContainText("Parti", { timeout: 500 });
    }).toPass();
    await hand.goto(link);
    await expect(heading(hand)).toHaveText(words.title);
    await fill(hand, { password: "une toute autre phrase 2026" });
    await send(hand);
    await signIn(hand, email, "une toute autre phrase 2026");
    expect((await hand.goto(link))?.status()).toBe(410);
    await expect(heading(hand)).toHaveText(words.over);
  });
}
