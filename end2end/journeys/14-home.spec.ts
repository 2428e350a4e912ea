// Home: what waits, and the portfolio at a glance; each figure leads to what was counted.
import { become, expect, type Locator, type Page, people, test } from "../support/journey.ts";

/** A number as a French page writes it. */
function number(text: string): number {
  return Number(text.replace(/[^\d]/g, ""));
}

/** How many records the list of the page holds. */
async function found(page: Page): Promise<number> {
  return number(await page.locator(".page-lead").innerText());
}

/** A figure is what its list holds. Others work in the firm meanwhile, so a record more begins the comparison anew. */
async function leadsTo(page: Page, figure: Locator, link: Locator, what: string): Promise<void> {
  await expect(async () => {
    await page.goto("/");
    const counted = number(await figure.innerText());
    await link.click();
    expect(await found(page), what).toBe(counted);
  }).toPass();
}

for (const who of [people.user, people.manager]) {
  test(`${who}: every figure leads to the very rows behind it`, async ({ page }) => {
    await become(page, who);
    for (let place = 0; place < 4; place += 1) {
      const tile = page.locator(".stat-tile").nth(place);
      await leadsTo(page, tile.locator(".stat-value"), tile.locator("a"), `tile ${place}`);
    }
    for (let place = 0; place < 4; place += 1) {
      const title = page.locator(".board-title").nth(place);
      await leadsTo(page, title.locator(".tab-count"), title.locator("a"), `column ${place}`);
    }
  });

  test(`${who}: a bar leads to the policies that its table counts`, async ({ page }) => {
    await become(page, who);
    for (const title of ["Primes par compagnie", "Primes par branche"]) {
      const card = page.locator(".card", { hasText: title });
      const counted = card.locator("tbody tr").first().locator("td").first();
      await leadsTo(page, counted, card.locator("svg a").first(), title);
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
