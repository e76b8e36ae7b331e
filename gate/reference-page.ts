import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { GateAnswer, GateRequest } from "./answer";
import { openApiDocument } from "./openapi/document";
import { NOTHING_HERE, problemAnswer } from "./problem";

const OURS = join(import.meta.dirname, "reference");
const PACKAGE = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

/** What the page loads: nothing else can be asked for. */
const FILES: ReadonlyMap<string, readonly [folder: string, contentType: string]> = new Map([
  ["swagger-ui.css", [PACKAGE, CSS]],
  ["swagger-ui-bundle.js", [PACKAGE, SCRIPT]],
  ["look.css", [OURS, CSS]],
  ["start.js", [OURS, SCRIPT]],
]);

/** This host alone, no inline script, no frame: a key that is pasted here goes to the gate and nowhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

const kept = new Map<string, Buffer>();

/** Made at its first use, and the same bytes for everybody: the largest has 1.4 MB, and many may ask at once. */
function keep(name: string, make: () => string | Buffer): Buffer {
  const known = kept.get(name);
  if (known) return known;
  const bytes = Buffer.from(make());
  kept.set(name, bytes);
  return bytes;
}

/** `GET /openapi.json`: the description of every route. */
export function openApi(): Promise<GateAnswer> {
  return Promise.resolve({
    status: 200,
    headers: { ...HEADERS, "Content-Type": "application/json" },
    body: keep("openapi.json", () => JSON.stringify(openApiDocument())),
  });
}

/** `GET /reference`: the same for people. */
export function referencePage(): Promise<GateAnswer> {
  return Promise.resolve({
    status: 200,
    headers: { ...HEADERS, "Content-Type": "text/html; charset=utf-8" },
    body: keep("page.html", () => readFileSync(join(OURS, "page.html"))),
  });
}

/** `GET /reference/{file}`: a style sheet or script of that page. */
export function referenceFile(request: GateRequest): Promise<GateAnswer> {
  const name = request.path.slice(request.path.lastIndexOf("/") + 1);
  const file = FILES.get(name);
  if (!file) return Promise.resolve(problemAnswer(NOTHING_HERE, request));
  const [folder, contentType] = file;
  const headers = { ...HEADERS, "Content-Type": contentType, "Cache-Control": "public, max-age=3600" };
  return Promise.resolve({
    status: 200,
    headers,
    body: keep(name, () => readFileSync(join(folder, name))),
  });
}
