/**
 * I12, for every handler of the BFF: bad input of any shape gets a 4xx problem that points at the fault, never a 500,
 * never a hang. Generated from the handler table and the schemas of the handlers.
 */
import * as fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { testDatabase } from "@/db/testing/database";
import { DomainError } from "@/lib/domain/errors";
import { BODY_LIMIT_BYTES } from "@/lib/http/body";
import { problemResponse } from "@/lib/http/problem";
import { validate, validateQuery } from "@/lib/http/validate";
import { useDatabase } from "@/lib/kernel/database";

import { call, cookieOf, jsonOf, type Call } from "../console";
import { addressOf, handlerTable, type HandlerEntry } from "./handlers";
import { ALWAYS_GIVEN, fieldsOf, sampleOf } from "./samples";
import { idsOf, makeTwoTenants, reopen, STAFF_ADDRESS, type TwoTenants } from "./two-tenants";

/** next-auth answers under these addresses, in its own form. */
const NOT_OURS = new Set(["/api/auth/[...nextauth]"]);
const RUNS = 25;
/** Of ids, which one schema reads for all handlers. */
const ID_RUNS = 5;

const database = testDatabase(useDatabase);
const entries = (await handlerTable()).filter((entry) => !NOT_OURS.has(entry.pattern));
const titleOf = (entry: HandlerEntry): [string, HandlerEntry] => [`${entry.verb} ${entry.pattern}`, entry];
const bodyOf = (entry: HandlerEntry) => entry.handler.input.body ?? z.object({});
const withBody = entries.filter((entry) => entry.handler.input.body);
const withQuery = entries.filter((entry) => entry.handler.input.query);

let tenants: TwoTenants;
beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
});

let cookies: { admin: string; staff: string };
beforeEach(async () => {
  await reopen(database.db, tenants);
  cookies = { admin: await cookieOf(tenants.ours.people.admin), staff: await cookieOf(tenants.staff) };
});

/** A request of an admin of the account for the objects that are there. */
function request(entry: HandlerEntry, given: Partial<Call>, ids: Record<string, string> = {}) {
  const params = { ...idsOf(tenants, entry.pattern), ...ids };
  return call(entry.handler, {
    method: entry.verb,
    path: addressOf(entry.pattern, params),
    params: Object.fromEntries(entry.names.map((name) => [name, params[name] ?? name])),
    cookie: STAFF_ADDRESS.test(entry.pattern) ? cookies.staff : cookies.admin,
    ...given,
  });
}

/**
 * The answer to a body. What a contract refuses is refused for every handler by the same two functions, which are asked
 * here without the session and the database that stand before them; what it takes goes all the way.
 */
function answerToBody(entry: HandlerEntry, body: string): Promise<Response> {
  const refusal = refusalOf(() => void validate(bodyOf(entry), JSON.parse(body)));
  return refusal ? Promise.resolve(refusal) : request(entry, { body });
}

/** The answer to a query, in the same way. */
function answerToQuery(entry: HandlerEntry, search: string): Promise<Response> {
  const schema = entry.handler.input.query ?? z.object({});
  const refusal = refusalOf(() => void validateQuery(schema, new URLSearchParams(search)));
  const path = `${addressOf(entry.pattern, idsOf(tenants, entry.pattern))}?${search}`;
  return refusal ? Promise.resolve(refusal) : request(entry, { path });
}

function refusalOf(read: () => void): Response | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return problemResponse(error, { path: "/api", requestId: crypto.randomUUID() });
  }
}

async function expectProblem(answer: Response, statuses: readonly number[]): Promise<void> {
  expect(statuses).toContain(answer.status);
  expect(answer.headers.get("x-request-id")).not.toBeNull();
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const problem = await jsonOf(answer);
  expect(problem).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z_]+$/) });
  expect(problem["requestId"]).toBe(answer.headers.get("x-request-id"));
  if (problem["code"] !== "validation_failed") return;
  const errors = problem["errors"] as { pointer: string; code: string; detail: string }[];
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) {
    expect(error.pointer).toMatch(/^(\/.*|\?.*|#[\w-]+|)$/s);
    expect(error.code).not.toBe("");
    expect(error.detail).not.toBe("");
  }
}

/** Refusals that a request which is understood may meet. */
const UNDERSTOOD = [200, 201, 202, 204, 401, 403, 404, 409, 412, 422, 429];

const TEXTS = [
  ..." |\u0000|a\u0000b|\uD800|\u202Etxt|null|undefined|NaN|true|[]|{}|-1|0|1e309|9007199254740993".split(
    "|",
  ),
  ..."2147483648|' or 1=1 --|%00|%|../..|${x}|<b>|0199f6a0-0000-7000-8000-000000000000".split("|"),
  ..."2027-02-30T00:00:00Z|0000-01-01T00:00:00Z|2027-01-01|__proto__|constructor".split("|"),
  "",
  "x".repeat(10_000),
  "\u0301".repeat(500),
];
const NUMBERS = [0, -1, 0.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e308, -(2 ** 63)];
const JUNK = [...TEXTS, ...NUMBERS, true, null, [], {}, [null], [[]], { __proto__: null, a: 1 }];

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constantFrom(...TEXTS));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(...NUMBERS));
const junk = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(text, number, fc.constant(null)), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.constant(Array.from({ length: 500 }, () => "agreements:read")),
);
const pollution = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "");

/** A body that the handler takes, with some fields exchanged for junk, left out, or nobody's. */
function nearlyValid(entry: HandlerEntry): fc.Arbitrary<string> {
  const body = bodyOf(entry);
  // Bodies of ours are objects.
  const sample = sampleOf(body) as Record<string, unknown>;
  const names = fieldsOf(body);
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names, "x") },
    { weight: 1, arbitrary: pollution },
  );
  return fc
    .array(fc.tuple(name, fc.oneof({ weight: 5, arbitrary: junk }, fc.constant(undefined))), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => {
      const members = new Map<string, unknown>(Object.entries(sample));
      for (const [field, value] of changes) {
        if (value !== undefined || !ALWAYS_GIVEN.has(field)) members.set(field, value);
      }
      return JSON.stringify(Object.fromEntries(members));
    });
}

describe("a body", () => {
  it.each(withBody.map(titleOf))("%s: nearly right", async (_, entry) => {
    await fc.assert(
      fc.asyncProperty(nearlyValid(entry), async (body) => {
        await expectProblem(await answerToBody(entry, body), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });

  const fields = withBody.flatMap((entry) =>
    fieldsOf(bodyOf(entry)).map((field) => [`${titleOf(entry)[0]}: ${field}`, entry, field] as const),
  );
  it.each(fields)("%s may be each kind of junk", async (_, entry, field) => {
    for (const value of JUNK) {
      const json = Object.fromEntries([...Object.entries(sampleOf(bodyOf(entry)) as object), [field, value]]);
      await expectProblem(await answerToBody(entry, JSON.stringify(json)), UNDERSTOOD);
    }
  });

  it.each(withBody.map(titleOf))("%s: any JSON at all", async (_, entry) => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (json) => {
        await expectProblem(await answerToBody(entry, JSON.stringify(json)), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(withBody.map(titleOf))("%s: no JSON, too long, too deep, of another type", async (_, entry) => {
    const deep = "[".repeat(BODY_LIMIT_BYTES / 2 - 1) + "]".repeat(BODY_LIMIT_BYTES / 2 - 1);
    const members = '{"a":'.repeat(9_000) + "1" + "}".repeat(9_000);
    const cases: [body: string | Uint8Array<ArrayBuffer>, status: number, type?: string][] = [
      ["", 400],
      ["{", 400],
      ["{'name': 1}", 400],
      ["undefined", 400],
      ["\u0000", 400],
      [new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400],
      [deep, 422],
      [members, 422],
      ["null", 422],
      ['"text"', 422],
      [JSON.stringify("x".repeat(BODY_LIMIT_BYTES)), 413],
      ["x".repeat(1_000_000), 413],
      ["{}", 415, "text/plain"],
      ["{}", 415, "application/x-www-form-urlencoded"],
      ["{}", 415, "application/json-seq"],
      ["{}", 415, ""],
    ];
    // One function reads every body: the first handler gets all of these, the others one for each refusal.
    const statuses = new Set<number>();
    for (const [body, status, type] of cases) {
      if (entry !== withBody[0] && statuses.has(status)) continue;
      // Of the one handler that takes no body as well, no body is none of these.
      if (body === "" && bodyOf(entry).safeParse(undefined).success) continue;
      statuses.add(status);
      const answer = await request(entry, {
        body,
        ...(type === undefined ? {} : { headers: { "Content-Type": type } }),
      });
      const name = `${body.slice(0, 40).toString()} as ${type ?? "JSON"}`;
      // A few handlers take an empty object, and none takes an array or null.
      expect(answer.status, name).toBe(status);
      await expectProblem(answer, [status]);
    }
  });
});

describe("a query", () => {
  it.each(withQuery.map(titleOf))("%s: each field with each kind of junk", async (_, entry) => {
    for (const field of fieldsOf(entry.handler.input.query ?? z.object({}))) {
      for (const value of TEXTS) {
        const search = new URLSearchParams([[field, value.toWellFormed()]]).toString();
        await expectProblem(await answerToQuery(entry, search), UNDERSTOOD);
      }
    }
  });

  it.each(withQuery.map(titleOf))("%s: any fields", async (_, entry) => {
    const names = fieldsOf(entry.handler.input.query ?? z.object({}));
    const field = fc.tuple(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names, "x") }, pollution, text),
      text,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 4 }), async (fields) => {
        const search = fields
          .map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join("="))
          .join("&");
        await expectProblem(await answerToQuery(entry, search), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("an id in the address", () => {
  const withIds = entries.filter((entry) => entry.names.length > 0);
  it.each(withIds.map(titleOf))("%s names nothing if it can't be one", async (_, entry) => {
    const json = entry.handler.input.body ? sampleOf(entry.handler.input.body) : undefined;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entry.names), text, async (name, id) => {
        fc.pre(!/^[0-9a-f-]{36}$/.test(id));
        const given = {
          path: addressOf(entry.pattern, idsOf(tenants, entry.pattern)),
          ...(json === undefined ? {} : { json }),
        };
        await expectProblem(await request(entry, given, { [name]: id }), [404]);
      }),
      { numRuns: ID_RUNS },
    );
  });
});

describe("an Idempotency-Key", () => {
  it("that is empty, too long or not plain is refused by name", async () => {
    const entry = entries.find(
      ({ verb, pattern }) => verb === "POST" && pattern.endsWith("/integration-keys"),
    );
    if (!entry?.handler.input.body) throw new Error("There is no handler that creates keys");
    const json = sampleOf(entry.handler.input.body);
    for (const key of ["", " ", "a b", "é", "x".repeat(201)]) {
      const answer = await request(entry, { json, headers: { "Idempotency-Key": key } });
      expect(answer.status).toBe(422);
      expect(await jsonOf(answer)).toMatchObject({ errors: [{ pointer: "#Idempotency-Key" }] });
    }
  });
});
