// The product in a process of its own, on a free port, with demo data in a data directory of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 10_000;

/** The password of every demo person. */
export const PASSWORD = "Une-Phrase-De-Passe-2026";

/** A product that runs. */
export interface Product {
  url: string;
  log: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the product with these settings; it keeps everything in `folder`, which stays when it ends. */
export async function startProduct(folder: string, settings: Record<string, string>): Promise<Product> {
  const binary = process.env["MONASSURANCE_BINARY"] ?? fileURLToPath(new URL("../../target/debug/monassurance", import.meta.url));
  const port = await freePort();
  // A name, not an address: passkeys are bound to one.
  const url = `http://localhost:${port}`;
  const log = join(folder, "server.log");
  const said = openSync(log, "w");
  const server = spawn(
    binary,
    ["serve", "--demo", "--listen", `127.0.0.1:${port}`, "--data-dir", join(folder, "data")],
    {
      stdio: ["ignore", said, said],
      env: {
        ...process.env,
        MONASSURANCE_DEMO_PASSWORD: PASSWORD,
        MONASSURANCE_PUBLIC_URL: url,
        // So that a journey can open a firm of its own.
        MONASSURANCE_REGISTRATION: "open",
        // Nothing of the developer's own configuration may leak in.
        MONASSURANCE_DATABASE_URL: undefined,
        MONASSURANCE_REDIS_URL: undefined,
        MONASSURANCE_SMTP_URL: undefined,
        SSL_CERT_FILE: undefined,
        ...settings,
      },
    },
  );
  try {
    await ready(server, url);
  } catch (reason) {
    await end(server);
    throw new Error(`${(reason as Error).message}\nThe server said:\n${readFileSync(log, "utf8").slice(-4_000)}`);
  }
  return { url, log, process: server, stop: () => end(server) };
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  let failure: Error | undefined;
  server.once("error", (error) => {
    failure = error;
  });
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit) {
    if (failure) throw failure;
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`The server ended before it answered (${server.exitCode ?? server.signalCode}).`);
    }
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`The server does not answer on ${url}/health.`);
}

async function end(server: ChildProcess): Promise<void> {
  const ended = (): boolean => server.exitCode !== null || server.signalCode !== null || server.pid === undefined;
  if (ended()) return;
  const exit = once(server, "exit");
  server.kill("SIGTERM");
  await Promise.race([exit, pause(END_LIMIT_MS)]);
  if (!ended()) {
    server.kill("SIGKILL");
    await exit;
  }
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
