// One product for the whole run, and the mail server that takes its letters.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUTHORITY, MailServer, makePapers } from "./mail-server.ts";
import { PASSWORD, type Product, startProduct } from "./product.ts";

/** Starts both before the first journey; the returned function ends them after the last. */
export default async function start(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "monassurance-end2end-"));
  const [papers, letters] = [join(folder, "papers"), join(folder, "letters")];
  let product: Product | undefined;
  let post: MailServer | undefined;
  const finish = async (): Promise<void> => {
    await product?.stop();
    await post?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    makePapers(papers);
    post = await MailServer.start("smtp", papers, letters);
    // Companies' servers of the journeys are on this very machine, signed by the authority that the mail server has.
    const nearby = { MONASSURANCE_INTEGRATION_NETWORKS: "127.0.0.0/8, ::1" };
    const settings = { MONASSURANCE_SMTP_URL: post.url, SSL_CERT_FILE: join(papers, AUTHORITY), ...nearby };
    product = await startProduct(folder, settings);
  } catch (reason) {
    await finish();
    throw reason;
  }
  // The workers inherit these.
  process.env["END2END_URL"] = product.url;
  process.env["END2END_PASSWORD"] = PASSWORD;
  process.env["END2END_SERVER_LOG"] = product.log;
  process.env["END2END_SERVER_PID"] = String(product.process.pid);
  process.env["END2END_PAPERS"] = papers;
  process.env["END2END_LETTERS"] = letters;
  return finish;
}
