import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { useDatabase } from "@/lib/kernel/database";
import { newId } from "@/lib/platform/ids";
import { call, cookieOf, jsonOf } from "@/testing/console";

import { GET as getAccount, PATCH } from "./accounts/[accountId]/route";
import { POST as openLook } from "./accounts/[accountId]/looks/route";
import { GET as searchAccounts } from "./accounts/route";
import { POST as decline } from "./cases/[caseId]/decline/route";
import { POST as grant } from "./cases/[caseId]/grant/route";
import { GET as getCase } from "./cases/[caseId]/route";
import { GET as listCases } from "./cases/route";

const database = testDatabase(useDatabase);
const made = { accountId: "", staff: "", admin: "" };

beforeAll(async () => {
  const tenant = await makeTenant(database.db, { ada: "admin", sam: "member" });
  await database.ownerDb
    .update(users)
    .set({ staffRole: "support" })
    .where(eq(users.id, tenant.people.sam.id));
  made.accountId = tenant.account.id;
  made.staff = await cookieOf(tenant.people.sam);
  made.admin = await cookieOf(tenant.people.ada);
});

const reason = "ticket 4711";
/** Every address of support. */
const ADDRESSES = [
  ["GET accounts", searchAccounts, () => ({ path: "/api/support/accounts?q=a" })],
  [
    "GET an account",
    getAccount,
    () => ({ path: "/api/support/accounts/x", params: { accountId: made.accountId } }),
  ],
  [
    "PATCH an account",
    PATCH,
    () => ({
      method: "PATCH",
      path: "/api/support/accounts/x",
      params: { accountId: made.accountId },
      json: { hasIntegrationKeys: false, reason },
    }),
  ],
  ["GET cases", listCases, () => ({ path: "/api/support/cases" })],
  ["GET a case", getCase, () => ({ path: "/api/support/cases/x", params: { caseId: newId() } })],
  [
    "POST grant",
    grant,
    () => ({ path: "/api/support/cases/x/grant", params: { caseId: newId() }, json: {} }),
  ],
  [
    "POST decline",
    decline,
    () => ({ path: "/api/support/cases/x/decline", params: { caseId: newId() }, json: { reason } }),
  ],
] as const;

describe("the addresses of support", () => {
  it.each(ADDRESSES)(
    "%s: do not exist for an account's admin, and ask visitors to sign in",
    async (_, handler, to) => {
      const refused = await call(handler, { ...to(), cookie: made.admin });
      expect(refused.status).toBe(404);
      expect(await jsonOf(refused)).toMatchObject({ code: "not_found" });
      expect((await call(handler, to())).status).toBe(401);
    },
  );

  it("let staff in", async () => {
    const params = { accountId: made.accountId };
    const opened = await call(openLook, {
      method: "POST",
      path: "/api/support/accounts/x/looks",
      params,
      cookie: made.staff,
      json: { reason },
    });
    expect(opened.status).toBe(201);
    expect(await jsonOf(opened)).toMatchObject({ look: { accountId: made.accountId, reason, case: null } });
    const answer = await call(getAccount, { path: "/api/support/accounts/x", params, cookie: made.staff });
    expect(await jsonOf(answer)).toMatchObject({ account: { id: made.accountId, hasIntegrationKeys: true } });
  });

  it.each([{}, { reason: " " }, { reason, caseNumber: 1_042 }, { caseNumber: 1.5 }, { caseId: "1042" }])(
    "refuse to open an account for %j",
    async (json) => {
      const params = { accountId: made.accountId };
      const path = "/api/support/accounts/x/looks";
      const answer = await call(openLook, { method: "POST", path, params, cookie: made.staff, json });
      expect(answer.status).toBe(422);
    },
  );

  it.each([
    { hasIntegrationKeys: false },
    { hasIntegrationKeys: false, reason: " " },
    { reason },
    { plan: "gold", reason },
  ])("refuse the change %j", async (json) => {
    const params = { accountId: made.accountId };
    const path = "/api/support/accounts/x";
    const answer = await call(PATCH, { method: "PATCH", path, params, cookie: made.staff, json });
    expect(answer.status).toBe(422);
  });
});
