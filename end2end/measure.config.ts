// What the browser's user waits for, measured; a figure, never a test. See bench/README.md.
import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config.ts";

export default defineConfig({
  ...journeys,
  testDir: "measure",
  workers: 1,
  timeout: 300_000,
  reporter: [["line"]],
  use: { ...journeys.use, trace: "off", viewport: { width: 1280, height: 800 } },
  projects: [{ name: "measure" }],
});
