// Every page of the product, with who opens it, for what must be true of all of them.
import type { Page } from "@playwright/test";
import { become, people } from "./journey.ts";
import { attach, bindPolicy, issueCertificate, recordPerson, recordPolicy } from "./work.ts";

/** The records that pages are about, by their addresses, and every name in them. */
export interface Ground {
  client: string;
  policy: string;
  quote: string;
  document: string;
  attachment: string;
  verify: string;
  company: string;
  paper: string;
  template: string;
  user: string;
  names: string[];
}

/** One page: where it is, and who opens it; nobody for a page without a session. */
export interface Screen {
  name: string;
  path: string;
  who: string | undefined;
}

const kept = new Map<string, Ground>();

/** The records, made once in each worker. The page is nobody's afterwards. */
export async function ground(page: Page): Promise<Ground> {
  const known = kept.get("ground");
  if (known) return known;
  const mark = `${Date.now().toString(36)}${process.env["TEST_PARALLEL_INDEX"] ?? ""}`;
  await become(page, people.user);
  const name = `Kermadec ${mark}`;
  const client = await recordPerson(page, name);
  const policy = await bindPolicy(page, client, `ZZ-VUE-${mark}`);
  const document = await issueCertificate(page, policy);
  const verify = (await page.locator("main a[href^='/verify/']").getAttribute("href")) ?? "";
  const quote = await recordPolicy(page, client, `ZZ-PROJET-${mark}`);
  const attachment = await attach(page, client);
  await become(page, people.admin);
  const first = async (list: string): Promise<string> => {
    await page.goto(list);
    return (await page.locator("main tbody th a").first().getAttribute("href")) ?? "";
  };
  const [company, template, user] = [await first("/companies"), await first("/templates"), await first("/admin/users")];
  await page.goto(company);
  const paper = (await page.locator("main a[href$='/document']").first().getAttribute("href")) ?? "";
  await page.context().clearCookies();
  const made = { client, policy, quote, document, attachment, verify, company, paper, template, user, names: NAMES };
  kept.set("ground", made);
  return made;
}

/** What stands in the demo data and is in no language of the screens. */
const NAMES = [
  "Attestation d’assurance",
  "Certificate of insurance",
  "Attestation d’assurance automobile",
  "Motor insurance certificate",
  "Attestation de responsabilité civile professionnelle",
  "Certificate of professional liability insurance",
  "Note de couverture",
  "Cover note",
  "Courrier",
  "Letter",
  "Lettre de résiliation",
  "Cancellation letter",
  "Lettre d’avenant",
  "Endorsement letter",
  "Avis d’échéance",
  "Premium notice",
  "Relance",
  "Reminder",
  "Mise en demeure",
  "Formal notice",
  "Relevé de compte",
  "Statement of account",
  "Bordereau de production",
  "Production bordereau",
  "Bordereau de reversement",
  "Remittance bordereau",
  "Bordereau de commissions",
  "Commission bordereau",
  "Fiche d’information et de conseil",
  "Record of information and advice",
  "Document d’entrée en relation",
  "First contact document",
  "Proposition d’assurance",
  "Insurance quotation",
  "Document",
  "Cabinet Démo",
  "Cabinet Autre",
];

/** Every page there is. */
export function everyPage(at: Ground): Screen[] {
  const about = (path: string): string => path.split("/").pop() ?? "";
  const pages = (who: string | undefined, list: Record<string, string>): Screen[] =>
    Object.entries(list).map(([name, path]) => ({ name, path, who }));
  return [
    ...pages(undefined, {
      "sign-in": "/sign-in",
      "sign-in with a passkey": "/sign-in/passkey",
      "check a document": "/verify",
      "a genuine document": at.verify,
      "an unknown document": "/verify/00000-00000-00000-00000",
      "a page that is not there": "/nowhere",
    }),
    ...pages(people.user, {
      home: "/",
      account: "/account",
      devices: "/account/devices",
      "the password again": "/account/confirm?next=/clients",
      "account security": "/account/security",
      "a new passkey": "/account/security/passkeys/new",
      search: "/search?q=Kermadec",
      "nothing searched": "/search",
      clients: "/clients",
      "no client found": "/clients?q=personne-de-ce-nom",
      "new client": "/clients/new",
      "a client": at.client,
      "a client's form": `${at.client}/edit`,
      policies: "/policies",
      "policies, filtered": "/policies?state=in_force&product_line=motor&sort=-due_date",
      "the client of a new policy": "/policies/new",
      "new policy": `/policies/new?client_id=${about(at.client)}`,
      "a policy": at.policy,
      "a policy on a day": `${at.policy}?as_of=2026-01-01`,
      "a quote": at.quote,
      "a quote's form": `${at.quote}/edit`,
      binding: `${at.quote}/bind`,
      endorsement: `${at.policy}/endorse`,
      renewal: `${at.policy}/renew`,
      suspension: `${at.policy}/suspend`,
      cancellation: `${at.policy}/cancel`,
      "a policy's parties": `${at.policy}/parties?client_q=kermadec`,
      "a new party": `${at.policy}/parties/new`,
      "a policy as known on a day": `${at.policy}?as_of=2026-12-01&as_known_at=2026-01-01`,
      "bulk renewals": "/policies/renewals",
      "a new bulk renewal": `/policies/renewals/new?id=${about(at.policy)}`,
      "a client's people and addresses": `${at.client}/contacts`,
      "a client's history": `${at.client}/timeline`,
      "a client to merge": `${at.client}/merge`,
      "a client's attachments": `${at.client}/attachments`,
      "a policy's attachments": `${at.policy}/attachments`,
      "an attachment": at.attachment,
      "a policy that nobody knew of yet": `${at.policy}?as_known_at=2020-01-01`,
      documents: "/documents",
      "documents, filtered": "/documents?kind=certificate&status=issued&from=2020-01-01&sort=number&columns=client,author,status",
      "the policy of a new document": "/documents/new",
      "new document": `/documents/new?policy_id=${about(at.policy)}`,
      "a document": at.document,
      "bulk documents": "/documents/runs",
      "new bulk documents": `/documents/runs/new?id=${about(at.policy)}`,
      companies: "/companies",
      "policies with columns and a wrong filter": "/policies?columns=state,premium&state=asleep",
      "putting clients away": `/clients/archive?id=${about(at.client)}`,
      "labels for clients": `/clients/mailing?id=${about(at.client)}&copies=3&first_place=2`,
      "envelopes for policyholders": `/policies/mailing?id=${about(at.policy)}&format=envelope_dl`,
      "saved views": "/views?list=policies",
      "no access": "/admin",
    }),
    ...pages(people.manager, {
      "the firm's home": "/",
      "handing clients over": "/clients/hand-over?all=1&q=kermadec",
      "handing a client over": `${at.client}/hand-over`,
      "new company": "/companies/new",
      "a company": at.company,
      "a company's form": `${at.company}/edit`,
      "a company's contacts": `${at.company}/contacts`,
      products: `${at.company}/products`,
      mandates: `${at.company}/mandates`,
      "the document of a mandate": at.paper,
      templates: "/templates",
      "new template": "/templates/new",
      "template help": "/templates/help",
      "a template": at.template,
      "a template's form": `${at.template}/edit`,
      "the studio": `${at.template}/studio`,
      "two versions": `${at.template}/compare?before=1&after=1`,
      "a version": `${at.template}/versions/1`,
      "templates, filtered": "/templates?language=fr&sort=-updated_at",
      "audit log": "/admin/audit",
      "audit log with every column":
        "/admin/audit?object_type=client&columns=action,object_type,object,actor,door,ip_address,user_agent,request_id,changes,sequence,hash",
      "saved views of the log": "/views?list=audit-events",
    }),
    ...pages(people.admin, {
      administration: "/admin",
      "the own firm": "/admin/agency",
      "second factor required": "/admin/security",
      users: "/admin/users",
      "users, filtered": "/admin/users?role=USER&standing=active&columns=language,invited_at",
      "new user": "/admin/users/new",
      "the exchange with a company": `${at.company}/integration`,
      "a user": at.user,
      mail: "/admin/mail",
    }),
    ...pages(people.operator, {
      "the operator's home": "/",
      firms: "/admin/agencies",
      "new firm": "/admin/agencies/new",
    }),
  ];
}
