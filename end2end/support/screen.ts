// What must be true of every page, on every screen.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PHONE = { width: 360, height: 740 };

/** No violation of WCAG 2.2 AA, in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  await withScripts(page, async (seen) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await seen.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page: seen }).withTags(RULES).analyze();
      expect(told(violations), `accessibility of ${page.url()} in the ${colorScheme} theme`).toEqual([]);
    }
    await seen.emulateMedia({ colorScheme: "light", reducedMotion: null });
  });
}

/** The page fits a small phone: nothing scrolls sideways. The window is as before afterwards. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `width of ${page.url()} on a phone`).toBeLessThanOrEqual(PHONE.width);
  if (before) await page.setViewportSize(before);
}

/** Everything at once, for the page as it stands. */
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
