// What is true of every page: anybody can use it, it fits a phone, it says what it is, and it writes no error.
import { AxeBuilder } from "@axe-core/playwright";
import { become, expect, hydrated, password, people, test, unique } from "../support/journey.ts";
import { everyPage, ground, type Ground } from "../support/pages.ts";
import { expectAccessible, expectAccessibleAtThisWidthToo, expectGoodScreen } from "../support/screen.ts";
import { fill, heading, send } from "../support/work.ts";

test.skip(({ javaScriptEnabled }) => !javaScriptEnabled, "axe needs scripts; the markup is the same without them");

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
// Only the names count here: the addresses are known when the records are there.
const NOTHING: Ground = {
  client: "", policy: "", quote: "", document: "", attachment: "", verify: "", company: "", paper: "", template: "", user: "", names: [],
};

for (const { name, who } of everyPage(NOTHING)) {
  test(`${name}: usable by anybody, on a desk and on a phone`, async ({ page, faults }) => {
    const { path } = everyPage(await ground(page)).find((one) => one.name === name) ?? { path: "" };
    if (who) await become(page, who);
    await page.goto(path);
    await hydrated(page);
    await expect(heading(page)).toHaveCount(1);
    await expect(heading(page)).not.toBeEmpty();
    expect(await page.title()).toMatch(/\S.* · MonAssurance$/);
    await page.setViewportSize(DESK);
    await expectGoodScreen(page);
    await page.setViewportSize(PHONE);
    await expectAccessibleAtThisWidthToo(page);
    expect(faults).toEqual([]);
  });
}

test("a form with errors is as usable as without", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/clients/new");
  await fill(page, { iban: "FR76", email: "non", birth_date: "2999-01-01" });
  await send(page);
  await expect(page.locator("#form-errors"), "read first").toBeFocused();
  await expectGoodScreen(page);
  await page.locator("#form-errors a").first().click();
  await expect(page.locator("#field-last_name"), "an error leads to its field").toBeFocused();
});

test("open menus and dialogs are usable by anybody", async ({ page }) => {
  const { policy, document } = await ground(page);
  await become(page, people.user);
  await page.goto(policy);
  await page.locator("details.menu > summary").first().click();
  await page.locator("details.account > summary").click();
  await expectAccessible(page);
  await page.goto(document);
  await page.getByRole("button", { name: "Révoquer" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.setViewportSize(PHONE);
  await page.getByRole("button", { name: "Ouvrir le menu" }).click();
  await expect(page.getByRole("navigation", { name: "Navigation principale" })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("signing in and recording a client need nothing but the keyboard", async ({ page }, info) => {
  const name = unique("Lacombe", info);
  await page.goto("/sign-in");
  await expect(page.locator('input[name="email"]'), "the cursor waits in the first field").toBeFocused();
  await page.keyboard.type(people.user);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password());
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
  await tabTo("Clients");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Clients");
  await tabTo("Nouveau client");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Nouveau client");
  await tabTo("first_name");
  await page.keyboard.type("Rose");
  await page.keyboard.press("Tab");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText(`Rose ${name}`);

  /** Presses Tab until the focus is on the link of that text or the field of that name. */
  async function tabTo(wanted: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      const reached = await page.evaluate(() => {
        const here = document.activeElement;
        return here?.getAttribute("name") ?? here?.textContent?.trim();
      });
      if (reached === wanted) {
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
        expect(outline, `the focus on ${wanted} can be seen`).not.toBe("none");
        return;
      }
    }
    throw new Error(`Tab never reaches ${wanted}.`);
  }
});
