// The operator says where files are kept: a test that fails, one that works, saving, and the files that follow. Each journey
// has a product and a bucket of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUCKET, BucketServer, KEY, KEY_ID } from "../support/bucket-server.ts";
import { expect, people, signIn, test as base } from "../support/journey.ts";
import { startProduct } from "../support/product.ts";
import { fill } from "../support/work.ts";

const test = base.extend<{ house: { bucket: BucketServer; url: string } }>({
  house: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "monassurance-end2end-storage-"));
    const bucket = await BucketServer.start();
    const product = await startProduct(folder, { MONASSURANCE_STORAGE_NETWORKS: "127.0.0.0/8" });
    await use({ bucket, url: product.url });
    await product.stop();
    await bucket.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  baseURL: async ({ house }, use) => {
    await use(house.url);
  },
});

test("a storage is tested, saved, and takes the files that are added from then on", async ({ page, house }) => {
  await signIn(page, people.operator);
  await page.goto("/admin/storage");
  const places = { backend: "Compartiment S3", endpoint: house.bucket.endpoint, bucket: BUCKET, access_key_id: KEY_ID };
  await fill(page, { ...places, secret_access_key: "fausse" });
  const tryIt = page.locator('button[name="try"]');
  const save = page.getByRole("button", { name: "Tester et enregistrer" });
  const result = page.locator("#test-result");
  await tryIt.click();
  await expect(result).toContainText("Les clés sont refusées");
  await expect(page.locator('input[name="bucket"]')).toHaveValue(BUCKET);
  await expect(page.locator('input[name="secret_access_key"]')).toHaveValue("");

  // What does not work is not saved.
  await fill(page, { secret_access_key: "fausse" });
  await save.click();
  await expect(page.locator("main")).toContainText("rien n’a été enregistré");
  expect(house.bucket.files.size).toBe(0);

  await fill(page, { secret_access_key: KEY });
  await tryIt.click();
  await expect(result).toContainText("Ce stockage fonctionne");
  await fill(page, { secret_access_key: KEY });
  await save.click();
  await expect(page.locator("body")).toContainText("Le stockage est enregistré");
  await expect(page.locator('select[name="backend"]')).toHaveValue("s3");
  expect(await page.content()).not.toContain(KEY);
});
