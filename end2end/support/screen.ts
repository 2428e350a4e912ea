// What must be true of every page, on every screen.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PHONES = [390, 360];

/** No violation of WCAG 2.2 AA, in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  await withScripts(page, async (seen) => {
    await seen.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const light = await new AxeBuilder({ page: seen }).withTags(RULES).analyze();
    expect.soft(told(light.violations), `accessibility of ${page.url()}`).toEqual([]);
    // The dark theme changes colours and nothing else.
    await seen.emulateMedia({ colorScheme: "dark" });
    const dark = await new AxeBuilder({ page: seen }).withRules(["color-contrast"]).analyze();
    expect.soft(told(dark.violations), `contrast of ${page.url()} in the dark theme`).toEqual([]);
    await seen.emulateMedia({ colorScheme: "light", reducedMotion: null });
  });
}

/** The page fits small phones: nothing scrolls sideways. The window is as before afterwards. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const phone of PHONES) {
    await page.setViewportSize({ width: phone, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `width of ${page.url()} on a phone of ${phone}`).toBeLessThanOrEqual(phone);
  }
  if (before) await page.setViewportSize(before);
}

/** Everything at once, for the page as it stands: on a desk and on a phone. */
export async function expectGoodScreen(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

function told(violations: Violations): object[] {
  return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
}

type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];

/**
 * axe is a script itself, so where the journey has none, it looks at the very same document in a browser window that
 * has scripts, but lets none of the page run.
 */
async function withScripts<T>(page: Page, look: (page: Page) => Promise<T>): Promise<T> {
  const browser = page.context().browser();
  if (!browser || test.info().project.use.javaScriptEnabled !== false) return look(page);
  const context = await browser.newContext({
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
  });
  try {
    const double = await context.newPage();
    const body = await page.content();
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'none'" };
    await double.route(page.url(), (route) => route.fulfill({ body, headers }), { times: 1 });
    await double.goto(page.url());
    return await look(double);
  } finally {
    await context.close();
  }
}
