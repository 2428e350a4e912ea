// A company that gave no mandate: the certificate in its name is refused, and the reader is told why and what to do.
import { expect, people, signIn, test, unique } from "../support/journey.ts";
import { badge, form, heading, recordPerson, recordPolicy, send, take } from "../support/work.ts";

test("no certificate is issued for a company that gave no mandate for it", async ({ page }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Bessière", info));
  const number = unique("ZZ-MANDAT", info).replace(" ", "-");
  const policy = await recordPolicy(page, client, number, { company_id: "Zénith IARD" });
  await take(page, policy, "bind");
  await expect(badge(page)).toHaveText("En cours");

  await page.goto(`/documents/new?policy_id=${policy.split("/").pop()}`);
  const template = await form(page).getByLabel("Modèle").inputValue();
  await send(page);
  await expect(page).toHaveURL(/\/documents\/new\?policy_id=/);
  await expect(page.getByRole("alert")).toContainText("Zénith IARD ne vous a pas donné mandat");
  await expect(form(page).getByLabel("Modèle"), "what was chosen stays").toHaveValue(template);
  await expect(page.locator("main")).toContainText(number);

  await page.goto(policy);
  await expect(page.locator("main a[href^='/documents/0']"), "nothing was issued").toHaveCount(0);
});

test("a certificate for a quote is refused, because nothing is covered yet", async ({ page }, info) => {
  await signIn(page, people.user);
  const client = await recordPerson(page, unique("Carbonnel", info));
  const policy = await recordPolicy(page, client, unique("ZZ-DEVIS", info).replace(" ", "-"));
  await page.goto(`/documents/new?policy_id=${policy.split("/").pop()}`);
  await send(page);
  await expect(page.getByRole("alert")).toContainText("L’état du contrat ne permet pas cette action");
  await expect(heading(page)).toHaveText("Établir un document");
});
