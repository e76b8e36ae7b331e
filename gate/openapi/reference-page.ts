import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { fileAnswer } from "../http/file-answer";
import { openApiDocument } from "./document";
import { NOTHING_HERE, problemAnswer } from "../http/problem";

const OURS = join(PROJECT_FOLDER, "gate", "openapi", "reference");
const { resolve } = createRequire(import.meta.url);
const PACKAGE = dirname(resolve("swagger-ui-dist/package.json"));
const FONTS = join(dirname(resolve("geist/font/sans")), "fonts");
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const FONT = "font/woff2";

/** What the page loads: nothing else can be asked for. */
const FILES: ReadonlyMap<string, readonly [path: string, contentType: string]> = new Map([
  ["swagger-ui.css", [join(PACKAGE, "swagger-ui.css"), CSS]],
  ["swagger-ui-bundle.js", [join(PACKAGE, "swagger-ui-bundle.js"), SCRIPT]],
  ["geist-sans.woff2", [join(FONTS, "geist-sans", "Geist-Variable.woff2"), FONT]],
  ["geist-mono.woff2", [join(FONTS, "geist-mono", "GeistMono-Variable.woff2"), FONT]],
  ["look.css", [join(OURS, "look.css"), CSS]],
  ["operations.css", [join(OURS, "operations.css"), CSS]],
  ["fields.css", [join(OURS, "fields.css"), CSS]],
  ["start.js", [join(OURS, "start.js"), SCRIPT]],
  ["mark.svg", [join(OURS, "mark.svg"), "image/svg+xml"]],
]);

/** This host alone, no inline script, no frame: a key that is pasted here goes to the gate and nowhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  // Swagger UI draws its arrows from data.
  "img-src 'self' data:",
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

/** `GET /openapi.json`: the description of every endpoint. */
export function openApi(request: GateRequest): Promise<GateAnswer> {
  const headers = { ...HEADERS, "Content-Type": "application/json" };
  return fileAnswer(request, "openapi.json", () => JSON.stringify(openApiDocument()), headers);
}

/**
 * `GET /reference`: the description of every endpoint for people, with a way back to the console where this gate knows
 * of one.
 */
export function referencePage(request: GateRequest, { consoleUrl }: GateService): Promise<GateAnswer> {
  const headers = { ...HEADERS, "Content-Type": "text/html; charset=utf-8" };
  return fileAnswer(request, `page.html ${consoleUrl ?? ""}`, () => pageFor(consoleUrl), headers);
}

function pageFor(consoleUrl: string | null): string {
  const link =
    consoleUrl === null
      ? ""
      : `<a href="${consoleUrl.replaceAll(/[&"<]/g, escaped)}">Back to the console</a>`;
  return readFileSync(join(OURS, "page.html"), "utf8").replace("<!-- console -->", () => link);
}

function escaped(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** `GET /reference/{file}`: a style sheet or script of the reference page. */
export function referenceFile(request: GateRequest): Promise<GateAnswer> {
  const name = request.path.slice(request.path.lastIndexOf("/") + 1);
  const file = FILES.get(name);
  if (!file) return Promise.resolve(problemAnswer(NOTHING_HERE, request));
  const [path, contentType] = file;
  const headers = { ...HEADERS, "Content-Type": contentType, "Cache-Control": "public, max-age=3600" };
  return fileAnswer(request, name, () => readFileSync(path), headers);
}
