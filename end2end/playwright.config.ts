// Every journey runs twice: as a browser with JavaScript sees the product, and as one without does.
import { defineConfig } from "@playwright/test";

const chromium = process.env["CHROMIUM"];
if (!chromium) {
  throw new Error("CHROMIUM names no browser. Run the suite with `cargo xtask test`, or set it to a Chromium.");
}

const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  globalSetup: "./support/server.ts",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  // A journey that passes at the second try is a fault of the product or of the journey.
  retries: 0,
  forbidOnly: true,
  // Where nobody watches, what failed is told whole at the end, where a log is read from.
  reporter: process.env["CI"] ? [["dot"]] : [["list"]],
  use: {
    browserName: "chromium",
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    colorScheme: "light",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "with-javascript", use: { ...desktop, javaScriptEnabled: true } },
    {
      name: "without-javascript",
      use: { ...desktop, javaScriptEnabled: false },
      // The picture is taken once, axe is a script itself, and a mail server knows nothing of browsers.
      testIgnore: /(00|07|12)-.*\.spec\.ts$/,
    },
  ],
});
