import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { logOneRequest } from "@/db/testing/logged-request";
import { makeTenant } from "@/db/testing/tenant";

import { newCallId } from "../../lib/platform/ids";
import { OPERATIONS } from "./document";
import type { Operation } from "./operation";
import { ENDPOINTS } from "../endpoints";
import { startGate, type GateProcess } from "../testing/gate-process";
import { withinOneHour } from "../testing/within-one-hour";

/** The part of the document that this test reads. */
const Schema = z.record(z.string(), z.unknown());
const ResponseObject = z.object({
  description: z.string().min(1),
  headers: z.record(z.string(), z.object({ description: z.string(), required: z.boolean(), schema: Schema })),
  content: z.record(z.string(), z.object({ schema: Schema.optional() })).optional(),
});
const OperationObject = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(["path", "query", "header"]),
      description: z.string().min(1),
      schema: Schema,
      required: z.boolean().optional(),
    }),
  ),
  requestBody: z
    .object({
      required: z.literal(true),
      content: z.record(
        z.string(),
        z.object({
          schema: Schema,
          example: z.unknown(),
        }),
      ),
    })
    .optional(),
  responses: z.record(z.string().regex(/^\d{3}$/), ResponseObject),
});
const Document = z.object({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string().startsWith("/"),
    z
      .record(z.enum(["get", "post", "put", "patch", "delete"]), OperationObject)
      .or(z.record(z.string(), OperationObject)),
  ),
  components: z.object({
    schemas: z.record(z.string(), Schema),
    securitySchemes: z.record(z.string(), Schema),
  }),
});
type Document = z.infer<typeof Document>;

const database = testDatabase();
let gate: GateProcess;
/** Knows where the API and the console are. */
let told: GateProcess;
let down: GateProcess;
let document: Document;
beforeAll(async () => {
  [gate, told, down] = await Promise.all([
    startGate(database.url),
    startGate(database.url, {
      GATE_PUBLIC_URL: "https://api.example.com",
      APP_URL: "https://keys.example.com",
    }),
    startGate("postgres://nobody@127.0.0.1:9/none", { GATE_DATABASE_TIMEOUT_MS: "200" }),
  ]);
  document = Document.parse(await (await fetch(`${gate.url}/openapi.json`)).json());
});
afterAll(async () => {
  await Promise.all([gate.stop(), told.stop(), down.stop()]);
});

/** Keys in the states that bring an answer about. */
async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const spent = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1 });
  const make = (of: typeof tenant, options = {}) =>
    makeKey(database.db, of.account, of.people.ada.id, options);
  const [good, elsewhere, over] = [
    await make(tenant, { scopes: ["integrations:read"] }),
    await make(tenant, { scopes: ["integrations:read"], allowedRanges: ["192.0.2.1"] }),
    await make(spent, { scopes: ["integrations:read"] }),
  ];
  await ask("get", "/v1/me", over.secret);
  const checked = await ask("get", "/v1/authorize", good.secret);
  const callId = checked.headers.get("x-countersign-call") ?? "";
  return { good, elsewhere, over, callId, logId: await logOneRequest(database.db, tenant.account.id, good) };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

function ask(
  method: string,
  path: string,
  secret: string | null,
  headers: Record<string, string> = {},
  body?: string,
  base = gate.url,
) {
  const credential = secret === null ? {} : { authorization: `Bearer ${secret}` };
  return fetch(base + path, {
    method: method.toUpperCase(),
    headers: { ...credential, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

const JSON_TYPE = { "content-type": "application/json" };
const LARGE = `"${"x".repeat(70_000)}"`;

/** A request for which the operation gives that status, else undefined. */
function request(operation: Operation, status: number, the: Arranged): Promise<Response> | undefined {
  const { method, body } = operation;
  const path = operation.path
    .replace("{keyId}", the.good.id)
    .replace("{callId}", the.callId)
    .replace("{requestLogId}", the.logId)
    .replace("{file}", "look.css")
    .replace("{path}", "agreements/mcp");
  const send = (secret: string | null, headers = {}, to = path, base = gate.url) =>
    ask(
      method,
      to,
      secret,
      body ? { ...JSON_TYPE, ...headers } : headers,
      body ? validBody(operation, the) : undefined,
      base,
    );
  const sendBody = (text: string, headers: Record<string, string> = JSON_TYPE) =>
    ask(method, path, operation.needsKey ? the.good.secret : null, headers, text);
  const isWrite = operation.summary.startsWith("Refused");
  switch (status) {
    case 200:
      return operation.tag === "Agents"
        ? send(null, {}, path, told.url)
        : send(operation.needsKey ? the.good.secret : null);
    case 204:
      return send(null);
    case 400:
      return body ? sendBody("{}") : send(the.good.secret, { "access-token": the.over.secret });
    case 401:
      return send(null);
    case 403:
      return send(isWrite ? the.good.secret : the.elsewhere.secret);
    case 404:
      if (operation.tag === "Agents") return send(null);
      return send(
        the.good.secret,
        {},
        [the.good.id, the.callId, the.logId]
          .reduce((to, id) => to.replace(id, newCallId()), path)
          .replace("look.css", "none"),
      );
    case 409:
      return fillLog(the).then(() => send(the.good.secret));
    case 410:
      return send(null, {}, path.replace(the.callId, newCallId(new Date(Date.now() - 3 * 86_400_000))));
    case 413:
      return sendBody(LARGE);
    case 415:
      return sendBody("{}", { "content-type": "text/plain" });
    case 429:
      return send(the.over.secret);
    case 503:
      return send(the.good.secret, {}, path, down.url);
    default:
      return undefined;
  }
}

/** As many requests in the log as it holds. */
function fillLog({ logId }: Arranged) {
  return database.owner.query(
    `insert into request_log_entries
     select gen_random_uuid(), user_id, account_id, key_id, at, method, target, headers, address, code, status,
       duration_microseconds
     from request_log_entries, generate_series(2, 50) where id = $1`,
    [logId],
  );
}

const verify = (body: unknown) => ask("post", "/v1/verify", null, JSON_TYPE, JSON.stringify(body));

function validBody({ id }: Operation, the: Arranged): string {
  if (id === "verify") return JSON.stringify({ token: the.good.secret, scopes: ["integrations:read"] });
  return JSON.stringify(id === "reportOutcome" ? { status: 500 } : { apiRequestLogging: "true" });
}

/** The schema with what it refers to. */
function validatorOf(schema: Record<string, unknown>): z.ZodType {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema["$ref"]))?.[1] ?? "";
  const target = document.components.schemas[name];
  if (!target) throw new Error(`The document has no schema for ${JSON.stringify(schema)}`);
  return z.fromJSONSchema(target);
}

/** What HTTP itself adds, or what every answer has. */
const COMMON = new Set([
  "date",
  "connection",
  "keep-alive",
  "content-length",
  "content-type",
  "cache-control",
  "transfer-encoding",
  "content-security-policy",
  "x-content-type-options",
  "referrer-policy",
]);

const cases = OPERATIONS.flatMap((operation) =>
  Object.keys(operation.answers).map((status) => ({
    name: `${operation.method} ${operation.path}`,
    status: Number(status),
    operation,
  })),
);

describe("the document", () => {
  it.each(cases)("$name: a real $status is as described", async ({ operation, status }) => {
    const described = document.paths[operation.path]?.[operation.method]?.responses[status];
    if (!described) throw new Error("The status is not in the document");
    const response = await withinOneHour(async () => request(operation, status, await arrange()));
    if (!response) throw new Error("No request is known that is answered so");
    const text = await response.text();
    expect([response.status, text]).toEqual([status, expect.anything()]);

    for (const [name, header] of Object.entries(described.headers)) {
      const value = response.headers.get(name);
      if (header.required) expect([name, value]).toEqual([name, expect.any(String)]);
      if (value !== null) expect(z.fromJSONSchema(header.schema).safeParse(value).error).toBeUndefined();
    }
    const known = new Set(Object.keys(described.headers).map((name) => name.toLowerCase()));
    expect([...response.headers.keys()].filter((name) => !COMMON.has(name) && !known.has(name))).toEqual([]);

    const [type, media] = Object.entries(described.content ?? {})[0] ?? [];
    if (type === undefined) expect(text).toBe("");
    else expect(response.headers.get("content-type")?.split(";")[0]).toBe(type);
    if (media?.schema) expect(validatorOf(media.schema).safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it("has every endpoint of the gate with every method, and no other", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = [...ENDPOINTS].flatMap(([path, endpoint]) =>
      typeof endpoint === "function"
        ? [`GET ${path}`]
        : Object.keys(endpoint)
            .filter((method) => method !== "HEAD" && method !== "OPTIONS")
            .map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  it("names each operation once, with a tag of its own, and every parameter of its path", () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { path, operation } of operations) {
      expect(tags).toEqual(expect.arrayContaining(operation.tags));
      const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  it("describes every header from which the original request is read", () => {
    const { parameters = [] } = document.paths["/v1/authorize"]?.["get"] ?? {};
    const names = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
    const original = ["X-Original-Method", "X-Original-URI", "X-Original-URL"];
    expect(names).toEqual(["X-Forwarded-Method", "X-Forwarded-Uri", ...original]);
  });

  it("describes bodies as they are read: what it calls wrong is refused, and its examples are right", async () => {
    const { good, callId } = await arrange();
    const outcome = (body: unknown) =>
      ask("put", `/v1/calls/${callId}/outcome`, null, JSON_TYPE, JSON.stringify(body));
    const settings = (body: unknown) =>
      ask("put", "/restapi/v2.1/diagnostics/settings", good.secret, JSON_TYPE, JSON.stringify(body));
    for (const [send, name, bodies] of [
      [
        verify,
        "VerifyRequest",
        [
          { token: null },
          { checks: [{ token: good.secret }] },
          { checks: Array.from({ length: 256 }, () => ({ token: null })) },
          { checks: Array.from({ length: 257 }, () => ({ token: null })) },
          { checks: [] },
          { checks: null },
          { checks: { token: good.secret } },
          { checks: [{ token: good.secret }], token: good.secret },
          { checks: [{ token: good.secret }], more: 1 },
          { token: good.secret },
          { token: 5 },
          {},
          { token: "x", scopes: "x" },
          { token: "x", more: 1 },
          { token: "x", method: null },
          { token: "x", ip: null },
        ],
      ],
      [
        outcome,
        "OutcomeBody",
        [
          { status: 100 },
          { status: 599 },
          { status: 99 },
          { status: 600 },
          { status: "200" },
          { status: 1.5 },
          { status: 200, more: 1 },
          {},
        ],
      ],
      [
        settings,
        "DiagnosticsSettingsBody",
        [
          { apiRequestLogging: "true" },
          { apiRequestLogging: "false", apiRequestLogMaxEntries: "50", apiRequestLogRemainingEntries: null },
          { apiRequestLogging: true },
          { apiRequestLogging: "on" },
          { apiRequestLogging: "true", more: 1 },
          {},
        ],
      ],
    ] as const) {
      for (const body of bodies) {
        const isDescribed = validatorOf({ $ref: `#/components/schemas/${name}` }).safeParse(body).success;
        expect([body, (await send(body)).status < 300]).toEqual([body, isDescribed]);
      }
    }
    for (const { path, operation } of Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.values(methods).map((one) => ({ path: at, operation: one })),
    )) {
      const media = operation.requestBody?.content["application/json"];
      if (!media) continue;
      const { error } = validatorOf(media.schema).safeParse(media.example);
      expect([path, error]).toEqual([path, undefined]);
    }
  });
});

describe("the reference page", () => {
  it("loads nothing but what its own host serves, and its policy allows nothing else", async () => {
    const page = await fetch(`${gate.url}/reference`);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const html = await page.text();
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
    expect(loaded.filter((address) => /^[a-z]+:|^\/\//.test(address))).toEqual([]);
    const look = await (await fetch(`${gate.url}/reference/look.css`)).text();
    const fonts = [...look.matchAll(/url\("([^"]+)"\)/g)].map(([, name]) => `reference/${name}`);
    expect(fonts).toEqual(["reference/geist-sans.woff2", "reference/geist-mono.woff2"]);
    for (const address of [...loaded, ...fonts]) {
      const response = await fetch(new URL(address, `${gate.url}/reference`));
      expect([address, response.status]).toEqual([address, 200]);
      expect(response.headers.get("cache-control")).toBe(
        address === "openapi.json" ? "no-store" : "public, max-age=3600",
      );
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
  });

  it("leads back to the console where the gate was told of one, whatever stands in its address", async () => {
    expect(await (await fetch(`${gate.url}/reference`)).text()).not.toContain("Back to the console");
    const told = await startGate(database.url, { APP_URL: `https://keys.example.com/a&b"<i>$&` });
    try {
      const html = await (await fetch(`${told.url}/reference`)).text();
      expect(html).toContain(
        `<a href="https://keys.example.com/a&#38;b&#34;&#60;i>$&#38;">Back to the console</a>`,
      );
    } finally {
      await told.stop();
    }
  });

  it("serves no other file", async () => {
    for (const name of [
      "package.json",
      "index.html",
      "swagger-ui.js.map",
      "..%2Fpackage.json",
      "%2e%2e",
      "page.html",
      "constructor",
      "start.js/",
    ]) {
      expect((await ask("get", `/reference/${name}`, null)).status).toBe(404);
    }
    expect((await ask("post", "/reference", null)).status).toBe(405);
    expect((await ask("head", "/reference/start.js", null)).status).toBe(200);
  });
});
