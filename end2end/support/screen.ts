// What must be true of every page, on every screen.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PHONES = [390, 360];

/** Rules whose answer depends on the width of the window; all others look at markup that is the same at every width. */
const BY_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable", "link-name", "button-name", "region"];
/** The rows of a list are made alike: the first few speak for all. */
const FURTHER_ROWS = "main tbody tr:nth-child(n + 6)";

/** No violation of WCAG 2.2 AA, in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  await withScripts(page, async (seen) => {
    await expectNoViolation(seen, "light", (axe) => axe.withTags(RULES));
    // The dark theme changes colours and nothing else.
    await expectNoViolation(seen, "dark", (axe) => axe.withRules(["color-contrast"]));
  });
}

/** The same for a page that was checked at another width already: what the width changes, in the dark theme. */
export async function expectAccessibleAtThisWidthToo(page: Page): Promise<void> {
  await withScripts(page, (seen) => expectNoViolation(seen, "dark", (axe) => axe.withRules(BY_WIDTH)));
}

async function expectNoViolation(page: Page, theme: Theme, choose: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  // In this order: a change of theme that begins with motion allowed would still be fading when its colours are read.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.evaluate(settled);
  const { violations } = await choose(new AxeBuilder({ page }).exclude(FURTHER_ROWS)).analyze();
  expect.soft(told(violations), `accessibility of ${page.url()} in the ${theme} theme`).toEqual([]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
}

type Theme = "light" | "dark";

/**
 * Runs in the page: brings every movement that ends to its end, and waits until the page is painted so. Waiting for the
 * movements themselves would wait for ever where one of them is held up, as those out of sight are.
 */
async function settled(): Promise<void> {
  const painted = (): Promise<void> => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
    setTimeout(done, 1000);
  });
  await painted();
  for (const one of document.getAnimations()) {
    if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();
  }
  await painted();
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
