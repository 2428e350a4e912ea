// A mail server for the run: TLS by a certificate of an authority of its own, a name and a password asked for, and a
// folder of what came.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** Where the authority's certificate lies in the folder of its papers. */
export const AUTHORITY = "authority.pem";

/** An authority as a firm has its own, and a certificate for `localhost` that it signed. */
export function makePapers(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "authority.conf"), request("Autorité du cabinet") + "[x]\nbasicConstraints=critical,CA:TRUE\n");
  writeFileSync(join(folder, "server.conf"), request("localhost"));
  writeFileSync(join(folder, "server.ext"), "basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost\n");
  const openssl = (...words: string[]): void => {
    execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  };
  const key = ["-newkey", "rsa:2048", "-nodes"];
  openssl("req", "-x509", ...key, "-days", "2", "-config", "authority.conf", "-extensions", "x", "-keyout", "authority.key", "-out", AUTHORITY);
  openssl("req", "-new", ...key, "-config", "server.conf", "-keyout", "server.key", "-out", "server.csr");
  const by = ["-CA", AUTHORITY, "-CAkey", "authority.key", "-CAcreateserial"];
  openssl("x509", "-req", "-in", "server.csr", ...by, "-days", "2", "-extfile", "server.ext", "-out", "server.pem");
}

function request(name: string): string {
  return `[req]\nprompt=no\nutf8=yes\nstring_mask=utf8only\ndistinguished_name=dn\n[dn]\nCN=${name}\n`;
}

const NAME = "monassurance";

/** A running mail server. */
export class MailServer {
  /** The password it takes; a journey may change it. */
  password = "Un mot de passe @ 2026/été";
  /** How often somebody gave a name and a password. */
  logins = 0;
  /** What went wrong on the wire, such as a client that hangs up on the certificate. */
  readonly faults: string[] = [];
  /** The setting by which the product finds it, with the password as it is now. */
  readonly url: string;
  readonly #server: SMTPServer;

  private constructor(server: SMTPServer, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Starts one on a free port: with TLS from the first byte (`smtps`), or from STARTTLS on (`smtp`). */
  static async start(scheme: "smtp" | "smtps", papers: string, letters: string): Promise<MailServer> {
    mkdirSync(letters, { recursive: true });
    let came = 0;
    // It is asked for a name and a password before a letter, and for TLS before both: that is what the library does.
    const server = new SMTPServer({
      secure: scheme === "smtps",
      key: readFileSync(join(papers, "server.key"), "utf8"),
      cert: readFileSync(join(papers, "server.pem"), "utf8"),
      authMethods: ["PLAIN", "LOGIN"],
      disableReverseLookup: true,
      closeTimeout: 1_000,
      onAuth(given, session, answer) {
        started.logins += 1;
        const known = session.secure && given.username === NAME && given.password === started.password;
        answer(known ? null : new Error("unknown name or wrong password"), { user: NAME });
      },
      onData(stream, session, answer) {
        const keep = (letter: Buffer): void => {
          for (const { address } of session.envelope.rcptTo) {
            const number = String((came += 1)).padStart(6, "0");
            const beside = join(letters, `${number}.new`);
            writeFileSync(beside, letter);
            renameSync(beside, join(letters, `${number} ${encodeURIComponent(address)}.eml`));
          }
          answer(null);
        };
        buffer(stream).then(keep, answer);
      },
    });
    const listener = server.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const bound = listener.address();
    if (bound === null || typeof bound === "string") throw new Error("The mail server has no port.");
    const started: MailServer = new MailServer(server, "");
    const login = `${NAME}:${encodeURIComponent(started.password)}`;
    Object.assign(started, { url: `${scheme}://${login}@localhost:${bound.port}${scheme === "smtp" ? "?tls=required" : ""}` });
    server.on("error", (error) => started.faults.push(error.message));
    return started;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(done));
  }
}

/** The letters that came for somebody, the oldest first. */
export async function lettersIn(folder: string, email: string): Promise<Email[]> {
  const end = ` ${encodeURIComponent(email)}.eml`;
  const names = readdirSync(folder).filter((name) => name.endsWith(end));
  return Promise.all(names.sort().map((name) => PostalMime.parse(readFileSync(join(folder, name)))));
}
