/**
 * I12, for every route of the BFF: bad input of any shape gets a 4xx problem that points at the fault, never a 500,
 * never a hang. Generated from the route table and the schemas of the routes.
 */
import * as fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { testDatabase } from "@/db/testing/database";
import { BODY_LIMIT_BYTES } from "@/lib/http/body";
import { useDatabase } from "@/lib/kernel/database";

import { call, cookieOf, jsonOf, type Call } from "./console";
import { addressOf, routeTable, type RouteEntry } from "./routes";
import { fieldsOf, sampleOf } from "./samples";
import { makeTwoTenants, type TwoTenants } from "./two-tenants";

/** next-auth answers under these addresses, in its own form. */
const NOT_OURS = new Set(["/api/auth/[...nextauth]"]);
const RUNS = 25;

const database = testDatabase(useDatabase);
const routes = (await routeTable()).filter((route) => !NOT_OURS.has(route.pattern));
const titleOf = (route: RouteEntry): [string, RouteEntry] => [`${route.verb} ${route.pattern}`, route];
const bodyOf = (route: RouteEntry) => route.handler.input.body ?? z.object({});
const withBody = routes.filter((route) => route.handler.input.body);
const withQuery = routes.filter((route) => route.handler.input.query);

let tenants: TwoTenants;
beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
});

let cookies: { admin: string; staff: string };
beforeEach(async () => {
  cookies = { admin: await cookieOf(tenants.ours.people.admin), staff: await cookieOf(tenants.staff) };
});

/** A request of an admin of the account for the objects that are there. */
function request(route: RouteEntry, given: Partial<Call>, ids: Record<string, string> = {}) {
  const params = { ...tenants.ids, ...ids };
  return call(route.handler, {
    method: route.verb,
    path: addressOf(route.pattern, params),
    params: Object.fromEntries(route.names.map((name) => [name, params[name] ?? name])),
    cookie: route.pattern.startsWith("/api/support") ? cookies.staff : cookies.admin,
    ...given,
  });
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

/** A body that the route takes, with some fields exchanged for junk, left out, or nobody's. */
function nearlyValid(route: RouteEntry): fc.Arbitrary<string> {
  const body = bodyOf(route);
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
      for (const [field, value] of changes) members.set(field, value);
      return JSON.stringify(Object.fromEntries(members));
    });
}

describe("a body", () => {
  it.each(withBody.map(titleOf))("%s: nearly right", async (_, route) => {
    await fc.assert(
      fc.asyncProperty(nearlyValid(route), async (body) => {
        await expectProblem(await request(route, { body }), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });

  const fields = withBody.flatMap((route) =>
    fieldsOf(bodyOf(route)).map((field) => [`${titleOf(route)[0]}: ${field}`, route, field] as const),
  );
  it.each(fields)("%s may be each kind of junk", async (_, route, field) => {
    for (const value of JUNK) {
      const json = Object.fromEntries([...Object.entries(sampleOf(bodyOf(route)) as object), [field, value]]);
      await expectProblem(await request(route, { json }), UNDERSTOOD);
    }
  });

  it.each(withBody.map(titleOf))("%s: any JSON at all", async (_, route) => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (json) => {
        await expectProblem(await request(route, { body: JSON.stringify(json) }), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(withBody.map(titleOf))("%s: no JSON, too long, too deep, of another type", async (_, route) => {
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
    for (const [body, status, type] of cases) {
      const answer = await request(route, {
        body,
        ...(type === undefined ? {} : { headers: { "Content-Type": type } }),
      });
      const name = `${body.slice(0, 40).toString()} as ${type ?? "JSON"}`;
      // A body is optional nowhere; two routes take an empty object, and none takes an array or null.
      expect(answer.status, name).toBe(status);
      await expectProblem(answer, [status]);
    }
  });
});

describe("a query", () => {
  it.each(withQuery.map(titleOf))("%s: each field with each kind of junk", async (_, route) => {
    for (const field of fieldsOf(route.handler.input.query ?? z.object({}))) {
      for (const value of TEXTS) {
        const search = new URLSearchParams([[field, value.toWellFormed()]]);
        const path = `${addressOf(route.pattern, tenants.ids)}?${search}`;
        await expectProblem(await request(route, { path }), UNDERSTOOD);
      }
    }
  });

  it.each(withQuery.map(titleOf))("%s: any fields", async (_, route) => {
    const names = fieldsOf(route.handler.input.query ?? z.object({}));
    const field = fc.tuple(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names, "x") }, pollution, text),
      text,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 4 }), async (fields) => {
        const search = fields
          .map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join("="))
          .join("&");
        const path = `${addressOf(route.pattern, tenants.ids)}?${search}`;
        await expectProblem(await request(route, { path }), UNDERSTOOD);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("an id in the address", () => {
  const withIds = routes.filter((route) => route.names.length > 0);
  it.each(withIds.map(titleOf))("%s names nothing if it can't be one", async (_, route) => {
    const json = route.handler.input.body ? sampleOf(route.handler.input.body) : undefined;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...route.names), text, async (name, id) => {
        fc.pre(!/^[0-9a-f-]{36}$/.test(id));
        const given = {
          path: addressOf(route.pattern, tenants.ids),
          ...(json === undefined ? {} : { json }),
        };
        await expectProblem(await request(route, given, { [name]: id }), [404]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("an Idempotency-Key", () => {
  it("that is empty, too long or not plain is refused by name", async () => {
    const route = routes.find(
      ({ verb, pattern }) => verb === "POST" && pattern.endsWith("/integration-keys"),
    );
    if (!route?.handler.input.body) throw new Error("There is no route that creates keys");
    const json = sampleOf(route.handler.input.body);
    for (const key of ["", " ", "a b", "é", "x".repeat(201)]) {
      const answer = await request(route, { json, headers: { "Idempotency-Key": key } });
      expect(answer.status).toBe(422);
      expect(await jsonOf(answer)).toMatchObject({ errors: [{ pointer: "#Idempotency-Key" }] });
    }
  });
});
