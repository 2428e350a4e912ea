// The same work for who reads English: new business, an endorsement, a suspension and its end at noon, a cancellation, a
// saved view, the search by keyboard.
import { become, expect, people, test, unique } from "../support/journey.ts";
import { badge, day, errorAt, fact, fill, flash, heading, pathOf, read, recordAnyway, send, take, written } from "../support/work.ts";

test.beforeEach(async ({ page, baseURL }) => {
  await become(page, people.user);
  await read(page, "en", baseURL);
});

test("new business, an endorsement, a suspension, a reinstatement at noon, a cancellation", async ({ page }, info) => {
  const name = unique("Ashdown", info);
  await page.goto("/clients/new");
  await fill(page, { first_name: "Rose", last_name: name });
  await send(page);
  await recordAnyway(page);
  await expect(heading(page)).toHaveText(`Rose ${name}`);
  await page.getByRole("link", { name: "New policy" }).first().click();
  await fill(page, { company_id: "Atlantique Assurances", product_line: "Motor", product_name: "Auto Confort" });
  await fill(page, { policy_number: unique("ZZ-ENGLISH", info).replace(" ", "-"), effective_date: day(-30), expiry_date: day(-31) });
  await fill(page, { premium: "612.50", risk_plate: "ab 123 cd" });
  await send(page);
  await expect(errorAt(page, "expiry_date")).toContainText("must come after");
  await fill(page, { expiry_date: day(335) });
  await send(page);
  const policy = await pathOf(page, "/policies/");
  await expect(badge(page)).toHaveText("Quote");
  await take(page, policy, "bind", { effective_date: day(-30) });
  await expect(badge(page)).toHaveText("In force");

  await page.getByRole("link", { name: "Endorse" }).click();
  await fill(page, { premium: "plenty" });
  await send(page);
  await expect(errorAt(page, "premium")).toContainText("not a valid amount");
  await expect(page.locator("#field-premium")).toHaveValue("plenty");
  await fill(page, { effective_date: day(-20), reason: "Another car", premium: "1,700.00", risk_plate: "CD-456-EF" });
  await send(page);
  await expect(flash(page)).toContainText("endorsement");
  const versions = page.getByRole("table", { name: "Versions" }).locator("tbody tr");
  await expect(versions.first()).toContainText("€612.50 → €1,700.00");
  await expect(versions.first()).toContainText("AB-123-CD → CD-456-EF");
  await expect(versions.last()).toContainText("First terms");

  await take(page, policy, "suspend", { effective_date: day(-8), reason: "Premium unpaid" });
  await expect(badge(page)).toHaveText("Suspended");
  await take(page, policy, "reinstate", { effective_date: day(-5), reason: "Premium paid" });
  await expect(badge(page)).toHaveText("In force");
  await page.goto(`${policy}/cancel`);
  await fill(page, { effective_date: day(0) });
  await send(page);
  await expect(errorAt(page, "reason")).toBeVisible();
  await fill(page, { reason: "Car sold" });
  await send(page);
  await expect(badge(page)).toHaveText("Cancelled");
  const life = page.locator("main ol > li", { has: page.locator("strong") });
  await expect(life).toContainText(["Cancelled", "Reinstated", "Cover suspended", "Bound", "Quote recorded"]);
  await expect(life.nth(1)).toContainText(`${written(day(-5))} 12:00`);

  await page.locator('input[name="as_of"]').fill(day(-7));
  await page.locator('input[name="as_of"]').press("Enter");
  await expect(badge(page)).toHaveText("Suspended");
  await page.goto(`${policy}?as_of=${day(-25)}`);
  await expect(fact(page, "Yearly premium")).toHaveText("€612.50");
});

test("a view is saved, shown and removed", async ({ page }, info) => {
  const name = unique("Follow-up", info);
  await page.goto("/policies?state=in_force&product_line=motor");
  await expect(page.locator(".chips")).toContainText("Motor");
  await page.locator("details > summary", { hasText: "Save this view" }).click();
  await page.getByLabel("Name of the view").fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(flash(page)).toContainText(name);
  await page.goto("/policies");
  await page.locator(".tabs").getByRole("link", { name }).click();
  await expect(page.locator(".chips")).toContainText("Motor");
  await page.goto("/views?list=policies");
  await page.locator(".card", { hasText: name }).getByRole("button", { name: "Delete the view" }).click();
  await page.goto("/policies");
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("Ctrl+K finds a client by the middle of his name", async ({ page, javaScriptEnabled }, info) => {
  test.skip(!javaScriptEnabled, "without scripts there is the page");
  const name = unique("Brackenbury", info);
  await page.goto("/clients/new");
  await fill(page, { first_name: "Rose", last_name: name });
  await send(page);
  await recordAnyway(page);
  const client = await pathOf(page, "/clients/");
  await page.goto("/policies");
  const palette = page.locator("dialog#palette[data-hydrated]");
  await expect(palette).toHaveCount(1);
  await page.keyboard.press("Control+k");
  const input = palette.locator("input[role=combobox]");
  await expect(input).toBeFocused();
  await input.fill(name.slice(3).toUpperCase());
  const first = palette.getByRole("option").first();
  await expect(first.locator("mark").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${client}$`));
});
