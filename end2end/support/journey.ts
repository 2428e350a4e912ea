// What every journey starts from: `import { expect, signIn, test } from "../support/journey.ts"`.
import { test as base, type BrowserContext, type ConsoleMessage, expect, type Page, type TestInfo } from "@playwright/test";

export { expect } from "@playwright/test";
export type { Locator, Page } from "@playwright/test";

/** The people of the demo data. */
export const people = {
  user: "user@demo.test",
  manager: "manager@demo.test",
  admin: "admin@demo.test",
  operator: "superadmin@demo.test",
  otherUser: "user@autre.test",
  otherAdmin: "admin@autre.test",
} as const;

/** Opens a browser for one more person, who shares nothing with the others: no cookie, no session. */
type Newcomer = () => Promise<Page>;

/**
 * A test on the run's server. It fails when a page writes an error to the console, throws, or asks another origin
 * for anything: none of these may happen on any page.
 */
export const test = base.extend<{ faults: string[]; newcomer: Newcomer }>({
  baseURL: async ({}, use) => {
    await use(setting("END2END_URL"));
  },
  faults: [
    async ({ page, baseURL }, use) => {
      const faults: string[] = [];
      watch(page, faults, baseURL);
      await use(faults);
      expect(faults, "console errors, exceptions and requests to other origins").toEqual([]);
    },
    { auto: true },
  ],
  newcomer: async ({ browser, baseURL, contextOptions, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, ...(baseURL ? { baseURL } : {}) });
      contexts.push(context);
      const page = await context.newPage();
      watch(page, faults, baseURL);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

function watch(page: Page, faults: string[], origin: string | undefined): void {
  page.on("console", (message: ConsoleMessage) => {
    // The browser reports every 4xx of a navigation as an error; journeys provoke those on purpose.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) {
      faults.push(`foreign origin: ${request.url()}`);
    }
  });
}

/** The password of every demo person. */
export function password(): string {
  return setting("END2END_PASSWORD");
}

/** Signs in by the form, as a person does, and waits for the first page behind it. */
export async function signIn(page: Page, email: string, secret = password()): Promise<void> {
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(secret);
  await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
const sessions = new Map<string, { cookies: Cookies; since: number }>();
/** Less than the quarter of an hour after which sensitive pages ask for the password again. */
const FRESH_MS = 10 * 60_000;

/** Makes the page somebody's without the form: he signed in a moment ago in this worker already. */
export async function become(page: Page, email: string): Promise<void> {
  await page.context().clearCookies();
  const kept = sessions.get(email);
  if (kept && Date.now() - kept.since < FRESH_MS) {
    await page.context().addCookies(kept.cookies);
    return;
  }
  await signIn(page, email);
  sessions.set(email, { cookies: await page.context().cookies(), since: Date.now() });
}

/**
 * A name that no other journey uses. Journeys share one server and run side by side, once with and once without
 * JavaScript.
 */
export function unique(name: string, info: TestInfo): string {
  const time = Date.now().toString(36);
  return `${name} ${time}-${info.workerIndex}${info.project.name.startsWith("without") ? "s" : "j"}`;
}

/** Waits until every island of the page has woken up. Without JavaScript there is nothing to wait for. */
export async function hydrated(page: Page): Promise<void> {
  const scripts = await page.locator("script[data-islands]").count();
  if (scripts > 0 && test.info().project.use.javaScriptEnabled !== false) {
    await expect(page.locator("leptos-island:not([data-hydrated])")).toHaveCount(0);
  }
}

/** What the run's set-up says. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the server of the run was not started.`);
  return value;
}
