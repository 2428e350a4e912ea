// What a broker does all day, by the forms on the screen. Each step begins on a page of its own and ends on the record.
import { expect, type Page, setting } from "./journey.ts";
import { lettersIn } from "./mail-server.ts";

/** A day so many days from today, as the firm's calendar and a form write it: 2026-11-23. */
export function day(offset: number): string {
  const then = new Date(Date.now() + offset * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(then);
}

/** The same day as a French page writes it: 23/11/2026. */
export function written(iso: string): string {
  return iso.split("-").reverse().join("/");
}

/** The form of the page. */
export function form(page: Page) {
  return page.locator("main form.form").first();
}

/** Fills fields by their names. Selects take the label of the choice. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = form(page).locator(`[name="${name}"]`);
    if ((await field.evaluate((element) => element.localName)) === "select") {
      await field.selectOption({ label: value });
    } else {
      await field.fill(value);
    }
  }
}

/** Sends the form of the page and waits for the answer, which is a page too. */
export async function send(page: Page): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 302);
  await form(page).locator('.form-actions button[type="submit"]').click();
  await answered;
  await page.waitForLoadState();
}

/** The error at one field. */
export function errorAt(page: Page, name: string) {
  return page.locator(`#field-${name}-error`);
}

/** The title of the page. */
export function heading(page: Page) {
  return page.getByRole("heading", { level: 1 });
}

/** The state of the record, beside its title. */
export function badge(page: Page) {
  return page.locator(".page-header .badge");
}

/** What the last action said. */
export function flash(page: Page) {
  return page.locator("main .flash, main [role=status]").first();
}

/** A value of the record's description: what stands beside this term. */
export function fact(page: Page, term: string) {
  return page.locator("main dl > div", { has: page.locator("dt", { hasText: new RegExp(`^${term}$`) }) }).locator("dd");
}

/** Where the form says that the client may be recorded already, as in an earlier run of the suite, records him all the same. */
export async function recordAnyway(page: Page): Promise<void> {
  const anyway = page.getByRole("button", { name: "Créer quand même" });
  if ((await anyway.count()) === 0) return;
  await anyway.click();
  await page.waitForLoadState();
}

/** Records a person and returns the address of his file. */
export async function recordPerson(page: Page, lastName: string): Promise<string> {
  await page.goto("/clients/new");
  await fill(page, { first_name: "Zoé", last_name: lastName, address_lines: "5 rue des Arts", address_postal_code: "31000" });
  await fill(page, { address_city: "Toulouse", address_country: "FR" });
  await send(page);
  await expect(heading(page)).toContainText(lastName);
  return pathOf(page, "/clients/");
}

/** What a quote says, where a journey does not care. */
const TERMS = {
  company_id: "Atlantique Assurances",
  product_line: "Automobile",
  product_name: "Auto Confort",
  premium: "612,50",
  risk_plate: "AB-123-CD",
  risk_make: "Renault",
  risk_model: "Clio",
};

/** Records a quote for a client, with cover from a month ago to eleven months ahead. Returns its address. */
export async function recordPolicy(
  page: Page,
  client: string,
  number: string,
  terms: Partial<typeof TERMS> & { effective_date?: string; expiry_date?: string } = {},
): Promise<string> {
  await page.goto(`/policies/new?client_id=${client.split("/").pop()}`);
  await fill(page, { ...TERMS, policy_number: number, effective_date: day(-30), expiry_date: day(335), ...terms });
  await send(page);
  await expect(heading(page)).toHaveText(number);
  return pathOf(page, "/policies/");
}

/** Takes a step in a policy's life on its own page: bind, suspend, reinstate, renew, cancel, void. */
export async function take(page: Page, policy: string, step: string, values: Record<string, string> = {}): Promise<void> {
  await page.goto(`${policy}/${step}`);
  await fill(page, values);
  await send(page);
  await expect(page).toHaveURL(policy);
}

/** Records a quote and binds it: a policy in force. */
export async function bindPolicy(page: Page, client: string, number: string): Promise<string> {
  const policy = await recordPolicy(page, client, number);
  await take(page, policy, "bind", { effective_date: day(-30) });
  await expect(badge(page)).toHaveText("En cours");
  return policy;
}

/** Issues the proposed certificate for a policy and returns the document's address. */
export async function issueCertificate(page: Page, policy: string): Promise<string> {
  await page.goto(`/documents/new?policy_id=${policy.split("/").pop()}`);
  await send(page);
  return pathOf(page, "/documents/");
}

/** Puts a file with a client or a policy. Returns the address of its page. */
export async function attach(page: Page, record: string, name = "constat.pdf"): Promise<string> {
  await page.goto(`${record}/attachments`);
  await page.locator("#field-file").setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 constat") });
  await send(page);
  return (await page.locator("main a[href^='/attachments/']").first().getAttribute("href")) ?? "";
}

/** The address of the record that the page shows. */
export async function pathOf(page: Page, folder: string): Promise<string> {
  await page.waitForURL((url) => url.pathname.startsWith(folder) && /[0-9a-f-]{36}$/.test(url.pathname));
  return new URL(page.url()).pathname;
}

/** The path of the link in the last letter that the mail server took for somebody, as soon as there is one. */
export async function linkWrittenTo(email: string, kind = /\/(invitation|password-reset)\/[0-9a-f]{64}/): Promise<string> {
  let link = "";
  await expect(async () => {
    const letter = (await lettersIn(setting("END2END_LETTERS"), email)).pop();
    link = kind.exec(letter?.text ?? "")?.[0] ?? "";
    expect(link, `the last letter to ${email}: ${letter?.subject}`).not.toBe("");
  }).toPass();
  return link;
}

/** A firm of its own with its administrator, whose e-mail it returns. */
export async function openFirm(page: Page, name: string, password: string): Promise<string> {
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@firm.test`;
  const body = { agency_name: name, full_name: "Sophie Meyer", email, password };
  const answer = await page.request.post("/api/v1/auth/register", { data: body });
  expect(answer.status(), await answer.text()).toBe(201);
  return email;
}

/** An account of its own: the administrator on `admin` invites somebody, who chooses his password on `page`. Returns the e-mail. */
export async function openAccount(admin: Page, page: Page, name: string, password: string): Promise<string> {
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@demo.test`;
  await admin.goto("/admin/users/new");
  await fill(admin, { full_name: name, email });
  await send(admin);
  await page.goto(await linkWrittenTo(email));
  await fill(page, { password });
  await send(page);
  await expect(page).toHaveURL(/\/sign-in$/);
  return email;
}

/** The languages of the screens; what identity shows is walked in each. */
export const languages = ["fr", "en"] as const;

/** Has the browser ask for this language, as the choice at the foot of a page does. */
export async function read(page: Page, language: (typeof languages)[number], baseURL: string | undefined): Promise<void> {
  await page.context().addCookies([{ name: "language", value: language, url: baseURL ?? "" }]);
}
