/** I6, for every route of the BFF: generated from the route table, so that a route that is added later is in it. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { useDatabase } from "@/lib/kernel/database";

import { call, cookieOf, jsonOf } from "./console";
import { addressOf, routeTable, type RouteEntry } from "./routes";
import { sampleOf } from "./samples";
import { makeTwoTenants, type TwoTenants } from "./two-tenants";

/** Routes that nobody has to be signed in for. */
const PUBLIC = new Set(["/api/[[...rest]]", "/api/auth/[...nextauth]", "/api/sign-in", "/api/sign-in/oidc"]);

const database = testDatabase(useDatabase);
const routes = (await routeTable()).filter((route) => !PUBLIC.has(route.pattern));
const accountRoutes = routes.filter((route) => route.pattern.startsWith("/api/accounts/[accountId]"));
const objectRoutes = accountRoutes.filter((route) => route.names.length > 1);
const personalRoutes = routes.filter(
  (route) => route.pattern.startsWith("/api/you/") && route.names.length > 0,
);
const titleOf = (route: RouteEntry): [string, RouteEntry] => [`${route.verb} ${route.pattern}`, route];

let tenants: TwoTenants;
let cookies: { owner: string; stranger: string };

beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  cookies = {
    owner: await cookieOf(tenants.ours.people.admin),
    stranger: await cookieOf(tenants.theirs.people.admin),
  };
});

function idsFor(route: RouteEntry): Record<string, string> {
  return Object.fromEntries(
    route.names.map((name) => {
      const id = tenants.ids[name];
      if (id === undefined) throw new Error(`testing/two-tenants.ts makes no object for [${name}]`);
      return [name, id];
    }),
  );
}

function randomIdsFor(route: RouteEntry): Record<string, string> {
  return Object.fromEntries(route.names.map((name) => [name, randomUUID()]));
}

function send(route: RouteEntry, params: Record<string, string>, cookie: string | undefined) {
  const query = route.handler.input.query ? sampleOf(route.handler.input.query) : {};
  const search = new URLSearchParams(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
  return call(route.handler, {
    method: route.verb,
    path: `${addressOf(route.pattern, params)}?${search}`,
    params,
    cookie,
    ...(route.handler.input.body ? { json: sampleOf(route.handler.input.body) } : {}),
  });
}

/** The answer without what differs between any two requests. */
async function comparable(response: Response) {
  const { instance, requestId, ...body } = await jsonOf(response);
  expect([typeof instance, typeof requestId]).toEqual(["string", "string"]);
  return { status: response.status, type: response.headers.get("content-type"), body };
}

describe("a route", () => {
  it("is found for every folder of app/api that has one", () => {
    expect(routes.length).toBeGreaterThan(8);
    expect(objectRoutes.length).toBeGreaterThan(3);
  });

  it.each(routes.map(titleOf))("%s answers nobody who is not signed in", async (_, route) => {
    const params = Object.fromEntries(route.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
    for (const cookie of [undefined, "countersign.session=forged", cookies.owner.slice(0, -4)]) {
      const answer = await send(route, params, cookie);
      expect(answer.status).toBe(401);
      expect(await jsonOf(answer)).toMatchObject({ code: "not_signed_in" });
    }
  });

  it.each(accountRoutes.map(titleOf))("%s hides another account: as if there were none", async (_, route) => {
    const stranger = await comparable(await send(route, idsFor(route), cookies.stranger));
    const nothing = await comparable(await send(route, randomIdsFor(route), cookies.stranger));
    expect(stranger).toEqual(nothing);
    expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.each(objectRoutes.map(titleOf))(
    "%s hides another account's object inside one's own account",
    async (_, route) => {
      const own = { accountId: tenants.theirs.account.id };
      const stranger = await comparable(await send(route, { ...idsFor(route), ...own }, cookies.stranger));
      const nothing = await comparable(
        await send(route, { ...randomIdsFor(route), ...own }, cookies.stranger),
      );
      expect(stranger).toEqual(nothing);
      expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
    },
  );

  it.each(personalRoutes.map(titleOf))("%s hides another person's object", async (_, route) => {
    const stranger = await comparable(await send(route, idsFor(route), cookies.stranger));
    const nothing = await comparable(await send(route, randomIdsFor(route), cookies.stranger));
    expect(stranger).toEqual(nothing);
    expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.each(accountRoutes.filter((route) => route.verb === "GET" && route.names.length === 1).map(titleOf))(
    "%s shows nothing of another account in one's own",
    async (_, route) => {
      const answer = await send(route, { accountId: tenants.theirs.account.id }, cookies.stranger);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      for (const secret of tenants.privateTexts) expect(text).not.toContain(secret);
    },
  );

  it.each(accountRoutes.filter((route) => route.verb === "GET").map(titleOf))(
    "%s still lets the owner in",
    async (_, route) => {
      const answer = await send(route, idsFor(route), cookies.owner);
      expect(answer.status).toBe(200);
    },
  );

  it.each(accountRoutes.filter((route) => route.verb !== "GET").map(titleOf))(
    "%s still lets the owner act",
    async (_, route) => {
      const answer = await send(route, idsFor(route), cookies.owner);
      // The sample may meet a state that refuses it, but neither a stranger's answer nor a fault in the sample.
      if (!answer.ok) expect([409, 412]).toContain(answer.status);
    },
  );
});

describe("support's routes", () => {
  const staffRoutes = routes.filter((route) => route.pattern.startsWith("/api/support"));
  it.each(staffRoutes.map(titleOf))("%s does not exist for an account's admin", async (_, route) => {
    const params = Object.fromEntries(route.names.map((name) => [name, tenants.ids[name] ?? randomUUID()]));
    const answer = await comparable(await send(route, params, cookies.owner));
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("are covered", () => {
    expect(staffRoutes.length).toBeGreaterThan(5);
    const covered = [...accountRoutes, ...personalRoutes, ...staffRoutes];
    const rest = routes.filter((route) => !covered.includes(route));
    // Each of these takes no id, and speaks of the person who asks alone.
    const personal = /^\/api\/(me|sign-out|you\/[a-z-]+)$/;
    expect(rest.map((route) => route.pattern).filter((pattern) => !personal.test(pattern))).toEqual([]);
  });
});
