// One server for the whole run, on a free port, with demo data in a data directory of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 10_000;

/** Starts the server before the first journey; the returned function ends it after the last. */
export default async function start(): Promise<() => Promise<void>> {
  const binary = process.env["MONASSURANCE_BINARY"] ?? fileURLToPath(new URL("../../target/debug/monassurance", import.meta.url));
  const port = await freePort();
  // A name, not an address: passkeys are bound to one.
  const url = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "monassurance-end2end-"));
  const logFile = join(folder, "server.log");
  const log = openSync(logFile, "w");
  const password = "Une-Phrase-De-Passe-2026";

  const server = spawn(
    binary,
    ["serve", "--demo", "--listen", `127.0.0.1:${port}`, "--data-dir", join(folder, "data")],
    {
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        MONASSURANCE_DEMO_PASSWORD: password,
        MONASSURANCE_PUBLIC_URL: url,
        // So that a journey can open a firm of its own.
        MONASSURANCE_REGISTRATION: "open",
        // Nothing of the developer's own configuration may leak in.
        MONASSURANCE_DATABASE_URL: undefined,
        MONASSURANCE_REDIS_URL: undefined,
      },
    },
  );
  const finish = async (): Promise<void> => {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    await ready(server, url);
  } catch (reason) {
    const said = readFileSync(logFile, "utf8").slice(-4_000);
    await finish();
    throw new Error(`${(reason as Error).message}\nThe server said:\n${said}`);
  }
  // The workers inherit these.
  process.env["END2END_URL"] = url;
  process.env["END2END_PASSWORD"] = password;
  process.env["END2END_SERVER_LOG"] = logFile;
  process.env["END2END_SERVER_PID"] = String(server.pid);
  return finish;
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
