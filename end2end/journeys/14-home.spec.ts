// Home: what waits, and the portfolio at a glance; each figure leads to what was counted.
import { become, expect, type Page, people, test } from "../support/journey.ts";

/** A number as a French page writes it. */
function number(text: string): number {
  return Number(text.replace(/[^\d]/g, ""));
}

/** How many records the list of the page holds. */
async function found(page: Page): Promise<number> {
  return number(await page.locator(".page-lead").innerText());
}

for (const who of [people.user, people.manager]) {
  test(`${who}: every figure leads to the very rows behind it`, async ({ page }) => {
    await become(page, who);
    await page.goto("/");
    const tiles = await page.locator(".stat-tile").count();
    for (let place = 0; place < tiles; place += 1) {
      const tile = page.locator(".stat-tile").nth(place);
      const counted = number(await tile.locator(".stat-value").innerText());
      await tile.locator("a").click();
      expect(await found(page), `tile ${place}`).toBe(counted);
      await page.goto("/");
    }
    for (let place = 0; place < 4; place += 1) {
      const title = page.locator(".board-title").nth(place);
      const counted = number(await title.locator(".tab-count").innerText());
      await title.locator("a").click();
      expect(await found(page), `column ${place}`).toBe(counted);
      await page.goto("/");
    }
  });

  test(`${who}: a bar leads to the policies that its table counts`, async ({ page }) => {
    await become(page, who);
    await page.goto("/");
    for (const title of ["Primes par compagnie", "Primes par branche"]) {
      const card = page.locator(".card", { hasText: title });
      const counted = number(await card.locator("tbody tr").first().locator("td").first().innerText());
      await card.locator("svg a").first().click();
      expect(await found(page), title).toBe(counted);
      await page.goto("/");
    }
  });
}

test("a manager looks at his own clients only, and back at the firm", async ({ page }) => {
  await become(page, people.manager);
  await page.goto("/");
  const firm = number(await page.locator(".stat-value").first().innerText());
  await page.getByRole("link", { name: "Mes clients" }).click();
  const own = number(await page.locator(".stat-value").first().innerText());
  expect(own).toBeLessThan(firm);
  await page.locator(".stat-tile a").nth(1).click();
  await expect(page).toHaveURL(/owner_id=/);
});

test("what was looked at last stands first", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/clients");
  const first = page.locator("main tbody th a").first();
  const name = (await first.innerText()).trim();
  await first.click();
  await page.goto("/");
  await expect(page.locator(".card", { hasText: "Consultés récemment" }).getByRole("link").first()).toHaveText(name);
});
