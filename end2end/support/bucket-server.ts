// A server that speaks as much S3 as files need, and checks the signature of every request (AWS Signature Version 4).
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const BUCKET = "cabinet-documents";
export const KEY_ID = "AKIAJOURNEY";
export const KEY = "une-cle-secrete-pour-les-parcours";

const sum = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");
const mac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export class BucketServer {
  readonly files = new Map<string, Buffer>();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<BucketServer> {
    const server = createServer();
    const bucket = new BucketServer(server);
    server.on("request", (request, response) => void bucket.answer(request, response));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return bucket;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const end = (status: number, text: Buffer | string = ""): void => {
      // A bucket tells the size of what it sends, and of what it would send.
      const size = status === 204 ? {} : { "content-length": Buffer.byteLength(text) };
      response.writeHead(status, { "last-modified": "Mon, 01 Jan 2024 10:00:00 GMT", ...size }).end(text);
    };
    const refuse = (status: number, code: string): void => end(status, `<Error><Code>${code}</Code></Error>`);
    if (!signed(request, path, query, body)) return refuse(403, "SignatureDoesNotMatch");
    if (!path.startsWith(`/${BUCKET}`)) return refuse(404, "NoSuchBucket");
    const key = path.slice(BUCKET.length + 2);
    if (request.method === "PUT") {
      this.files.set(key, body);
      return end(200);
    }
    if (request.method === "DELETE") {
      this.files.delete(key);
      return end(204);
    }
    if (query.includes("list-type=2")) return end(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    const found = this.files.get(key);
    return found ? end(200, found) : refuse(404, "NoSuchKey");
  }
}

function signed(request: IncomingMessage, path: string, query: string, body: Buffer): boolean {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const authorization = header("authorization");
  const field = (name: string): string => new RegExp(`${name}=([^,]+)`).exec(authorization)?.[1] ?? "";
  const [keyId, ...scope] = field("Credential").split("/");
  const told = header("x-amz-content-sha256");
  if (keyId !== KEY_ID || (told !== "UNSIGNED-PAYLOAD" && told !== sum(body))) return false;
  const names = field("SignedHeaders");
  const lines = names.split(";").map((name) => `${name}:${header(name).trim()}\n`).join("");
  const pairs = query.split("&").filter(Boolean).map((pair) => (pair.includes("=") ? pair.replaceAll("/", "%2F") : `${pair}=`)).sort();
  const canonical = [request.method, path, pairs.join("&"), lines, names, told].join("\n");
  const text = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope.join("/"), sum(canonical)].join("\n");
  const key = scope.reduce<Buffer | string>((before, part) => mac(before, part), `AWS4${KEY}`);
  return mac(key, text).toString("hex") === field("Signature");
}
