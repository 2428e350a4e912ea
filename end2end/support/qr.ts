// What a phone reads from the code on a page.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });

/** The text of the QR code on the first page of a PDF, read from a picture of the page as a cheap printer would make it. */
export async function scanned(pdf: string): Promise<string> {
  const page = execFileSync("pdftoppm", ["-png", "-r", "100", "-f", "1", "-l", "1", "-singlefile", pdf]);
  const [found] = await readBarcodes(new Uint8Array(page), { formats: ["QRCode"], maxNumberOfSymbols: 1 });
  return found?.text ?? "";
}
