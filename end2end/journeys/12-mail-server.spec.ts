// What the administrator sees, and what happens to the letters, when the mail server is not as it should be. Each journey
// has a product and a mail server of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, people, setting, signIn, test as base, type Page } from "../support/journey.ts";
import { AUTHORITY, lettersIn, MailServer } from "../support/mail-server.ts";
import { startProduct } from "../support/product.ts";
import { badge, fill, flash, send } from "../support/work.ts";

interface House {
  post: MailServer;
  letters: string;
}

const test = base.extend<{ scheme: "smtp" | "smtps"; trusted: boolean; house: House & { url: string } }>({
  scheme: ["smtps", { option: true }],
  trusted: [true, { option: true }],
  house: async ({ scheme, trusted }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "monassurance-end2end-mail-"));
    const letters = join(folder, "letters");
    const papers = setting("END2END_PAPERS");
    const post = await MailServer.start(scheme, papers, letters);
    const trust: Record<string, string> = trusted ? { SSL_CERT_FILE: join(papers, AUTHORITY) } : {};
    const product = await startProduct(folder, { MONASSURANCE_SMTP_URL: post.url, ...trust });
    await use({ post, letters, url: product.url });
    await product.stop();
    await post.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  baseURL: async ({ house }, use) => {
    await use(house.url);
  },
});

const EMAIL = "zoe.nouvelle@demo.test";

/** Invites somebody and opens the page of the letter once it says this. */
async function inviteAndExpect(page: Page, state: string, why: string): Promise<void> {
  await signIn(page, people.admin);
  await page.goto("/admin/users/new");
  await fill(page, { full_name: "Zoé Nouvelle", email: EMAIL });
  await send(page);
  await page.goto(`/admin/mail?q=${encodeURIComponent(EMAIL)}`);
  await page.locator("main tbody tr a").first().click();
  await expect(badge(page)).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.locator("main")).toContainText(why, { timeout: 500 });
  }).toPass();
  await expect(badge(page)).toHaveText(state);
}

test("a letter that the mail server refuses our password for waits, and leaves once the password is right", async ({ page, house }) => {
  const right = house.post.password;
  house.post.password = "changé par le fournisseur";
  await inviteAndExpect(page, "En attente", "Le serveur de courrier refuse notre identifiant.");
  expect(await lettersIn(house.letters, EMAIL)).toEqual([]);

  house.post.password = right;
  await page.getByRole("button", { name: "Renvoyer maintenant" }).click();
  await expect(flash(page)).toContainText("La lettre repart");
  await expect(async () => {
    await page.reload();
    await expect(badge(page)).toHaveText("Parti", { timeout: 500 });
  }).toPass();
  const letters = await lettersIn(house.letters, EMAIL);
  expect(letters).toHaveLength(1);
  expect(letters[0]?.text).toMatch(new RegExp(`${house.url}/invitation/[0-9a-f]{64}`));
});

test.describe("a mail server by an authority that this machine does not know", () => {
  test.use({ scheme: "smtp", trusted: false });

  test("gets neither a letter nor the password", async ({ page, house }) => {
    await inviteAndExpect(page, "En attente", "son certificat n’est pas reconnu ici");
    expect(house.post.logins, "no password was given").toBe(0);
    expect(await lettersIn(house.letters, EMAIL)).toEqual([]);
    expect(house.post.faults.join("\n"), "it hung up on the certificate").toContain("Failed to establish TLS session");
  });
});
