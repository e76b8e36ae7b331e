import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { useDatabase } from "@/lib/kernel/database";
import { call, cookieOf, jsonOf } from "@/testing/console";

import { POST as deactivate } from "./deactivate/route";
import { PATCH } from "./route";

const database = testDatabase(useDatabase);

async function twoPeople() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const accountId = tenant.account.id;
  const memberId = tenant.people.max.membershipId;
  const path = `/api/accounts/${accountId}/members/${memberId}`;
  return { tenant, target: { path, params: { accountId, memberId } } };
}

describe("the address of a member", () => {
  it("answers a change of profile with the member as it is now", async () => {
    const { tenant, target } = await twoPeople();
    const cookie = await cookieOf(tenant.people.ada);
    const json = { profile: "viewer", reason: "changed teams" };
    const answer = await call(PATCH, { ...target, method: "PATCH", cookie, json });
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toMatchObject({ member: { profile: "viewer", status: "active" } });
  });

  it.each([
    [{ profile: "root" }, 422, "/profile"],
    [{ profile: "developer" }, 422, "/profile"],
    [{}, 422, ""],
    [{ profile: "viewer", isShared: true }, 422, ""],
    [{ role: "viewer" }, 422, "/role"],
  ])("answers %j with %i and where the fault is", async (json, status, pointer) => {
    const { tenant, target } = await twoPeople();
    const cookie = await cookieOf(tenant.people.ada);
    const answer = await call(PATCH, { ...target, method: "PATCH", cookie, json });
    expect(answer.status).toBe(status);
    expect(JSON.stringify((await jsonOf(answer))["errors"])).toContain(`"pointer":"${pointer}"`);
  });

  it("shuts out a person whose membership has ended, at once, while the session goes on elsewhere", async () => {
    const { tenant, target } = await twoPeople();
    const cookie = await cookieOf(tenant.people.ada);
    const his = await cookieOf(tenant.people.max);
    const path = `${target.path}/deactivate`;
    expect((await call(deactivate, { ...target, path, cookie, json: { reason: "left" } })).status).toBe(200);
    const { GET } = await import("../../key-policy/route");
    const { accountId } = target.params;
    const answer = await call(GET, {
      path: `/api/accounts/${accountId}/key-policy`,
      params: { accountId },
      cookie: his,
    });
    expect(answer.status).toBe(404);
  });
});
