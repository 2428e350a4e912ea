// Finding a record by what one remembers of it: by the page of results, and by the palette over every page.
import { become, expect, people, test, unique } from "../support/journey.ts";
import { expectAccessible } from "../support/screen.ts";
import { bindPolicy, heading, recordPerson } from "../support/work.ts";

test("the search of the frame finds a client and his policy, with scripts or without", async ({ page }, info) => {
  await become(page, people.user);
  const name = unique("Trégastel", info);
  const client = await recordPerson(page, name);
  await bindPolicy(page, client, unique("TRE", info));
  await page.goto("/");
  const box = page.locator("#search-everything");
  await box.fill(name.toUpperCase().replace("É", "E"));
  await box.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(heading(page)).toHaveText("Recherche");
  await expect(page.locator("#found h2")).toHaveText(["Clients", "Contrats"]);
  await expect(page.locator("#found mark").first()).toContainText("Trégastel");
  await page.locator("#found a[data-found]").first().click();
  await expect(heading(page)).toContainText(name);
  await page.goBack();
  await expect(page.locator("#found a[data-found]")).toHaveCount(2);
});

test("a search of too little or for nobody says so, in both languages", async ({ page }) => {
  await become(page, people.user);
  await page.goto("/search?q=personne-de-ce-nom");
  await expect(page.getByText("Essayez avec moins de mots")).toBeVisible();
  await page.goto("/search?q=z");
  await expect(page.getByText("C’est un peu court")).toBeVisible();
  await page.goto("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
  await expect(heading(page)).toHaveText("Recherche");
  await page.locator("details.account > summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await page.goto("/search?q=z");
  await expect(page.getByText("That is a little short")).toBeVisible();
  await expect(heading(page)).toHaveText("Search");
});

test("Ctrl+K finds by keyboard alone", async ({ page, javaScriptEnabled }, info) => {
  test.skip(!javaScriptEnabled, "without scripts there is the page");
  await become(page, people.user);
  const name = unique("Ploumanac’h", info);
  const client = await recordPerson(page, name);
  await page.goto("/policies");
  const palette = page.locator("dialog#palette[data-hydrated]");
  await expect(palette).toHaveCount(1);
  await page.keyboard.press("Control+k");
  const input = page.getByRole("combobox", { name: "Rechercher un client, un contrat" });
  await expect(input).toBeFocused();
  await expectAccessible(page);
  await input.pressSequentially(name.slice(0, 8).toLowerCase());
  const first = palette.getByRole("option").first();
  await expect(first.locator("mark")).toHaveCount(1);
  await expect(first).toHaveAttribute("aria-selected", "true");
  expect(await input.getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  await expect(palette).not.toBeVisible();
  await page.keyboard.press("Control+k");
  await input.fill(name);
  await expect(first.locator("mark").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${client}$`));
});

test("the palette runs commands", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "commands are links and buttons of the frame too");
  await become(page, people.user);
  await page.goto("/");
  await expect(page.locator("dialog#palette[data-hydrated]")).toHaveCount(1);
  const input = page.locator("#palette-input");
  const run = async (typed: string): Promise<void> => {
    await page.keyboard.press("Control+k");
    await input.fill(typed);
    await expect(page.locator("#palette [role=option]:not([hidden])").first()).toHaveAttribute("aria-selected", "true");
    await expect(page.locator("#palette .palette-status")).toBeEmpty();
    await page.keyboard.press("Enter");
  };
  await run("nouveau client");
  await expect(page).toHaveURL(/\/clients\/new$/);
  await run("theme sombre");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await run("switch to eng");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await run("go to: policies");
  await expect(page).toHaveURL(/\/policies$/);
});

test("a slash goes to the search, but not while one types", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "a shortcut");
  await become(page, people.user);
  await page.goto("/clients/new");
  await page.locator("#field-last_name").press("/");
  await expect(page.locator("#field-last_name")).toHaveValue("/");
  await page.goto("/clients");
  await page.keyboard.press("/");
  await expect(page.locator("#search-everything")).toBeFocused();
});
