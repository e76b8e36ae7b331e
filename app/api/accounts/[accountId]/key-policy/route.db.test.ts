import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { useDatabase } from "@/lib/kernel/database";
import { call, cookieOf, jsonOf } from "@/testing/console";

import { GET, PUT } from "./route";

const database = testDatabase(useDatabase);
const rules = { defaultLifetimeDays: 90, maximumLifetimeDays: 730, isGoLiveRequired: false };

async function signedIn(person: "ada" | "max") {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const cookie = await cookieOf(tenant.people[person]);
  const accountId = tenant.account.id;
  const target = { path: `/api/accounts/${accountId}/key-policy`, params: { accountId }, cookie };
  return (json?: unknown) =>
    json === undefined ? call(GET, target) : call(PUT, { ...target, method: "PUT", json });
}

describe("the address of the key policy", () => {
  it("answers 200 with the version to send back, and the next one after a change", async () => {
    const send = await signedIn("ada");
    expect(await jsonOf(await send())).toMatchObject({ version: 1, canUpdate: true });
    const saved = await send({ ...rules, version: 1 });
    expect(saved.status).toBe(200);
    expect(await jsonOf(saved)).toMatchObject({ ...rules, version: 2 });
  });

  it("answers 412 stale_version to a form that somebody overtook", async () => {
    const send = await signedIn("ada");
    await send({ ...rules, version: 1 });
    const late = await send({ ...rules, maximumLifetimeDays: 365, version: 1 });
    expect(late.status).toBe(412);
    expect(await jsonOf(late)).toMatchObject({ code: "stale_version" });
  });

  it("answers 422 with a pointer where the default is longer than the maximum", async () => {
    const send = await signedIn("ada");
    const answer = await send({ ...rules, defaultLifetimeDays: 731, version: 1 });
    expect(answer.status).toBe(422);
    expect(await jsonOf(answer)).toMatchObject({
      errors: [{ pointer: "/defaultLifetimeDays", code: "default_beyond_maximum" }],
    });
  });

  it("answers 403 to a member", async () => {
    const send = await signedIn("max");
    expect((await send()).status).toBe(403);
    expect((await send({ ...rules, version: 1 })).status).toBe(403);
  });
});
