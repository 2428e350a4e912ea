// The picture of the README. It is taken where there is none, or when PICTURE is set; a usual run leaves it alone.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, people, signIn, test } from "../support/journey.ts";
import { issueCertificate } from "../support/work.ts";

const PICTURE = fileURLToPath(new URL("../../docs/screenshot.png", import.meta.url));

test("the picture of the README shows the product as it is", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "one picture is enough");
  test.skip(existsSync(PICTURE) && !process.env["PICTURE"], "there is one; PICTURE=1 takes a new one");
  await signIn(page, people.user);
  await page.goto("/policies?state=in_force&sort=policy_number");
  const rows = page.locator("main tbody tr").filter({ hasNotText: "Zénith" }).filter({ hasNotText: "ZZ-" });
  const addresses: string[] = [];
  for (const row of (await rows.all()).slice(0, 4)) {
    addresses.push((await row.getByRole("link").first().getAttribute("href")) ?? "");
  }
  for (const address of addresses) await issueCertificate(page, address);
  await page.goto("/");
  // What the last action said is no part of the picture.
  await page.reload();
  await page.evaluate(() => document.fonts.ready);
  await expect(page.locator("main")).toContainText("Bonjour Camille");
  await page.screenshot({ path: PICTURE, animations: "disabled" });
});
