import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { updateMember } from "@/lib/members/update";
import { useDatabase } from "@/lib/kernel/database";
import { call, cookieOf } from "@/testing/console";

import { GET } from "./route";

const database = testDatabase(useDatabase);

async function exportOf(query: string, person: "ada" | "max" = "ada"): Promise<Response> {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const memberId = tenant.people.max.membershipId;
  await updateMember(contextOf(tenant, "ada"), { memberId, isShared: true });
  const accountId = tenant.account.id;
  return call(GET, {
    path: `/api/accounts/${accountId}/audit-events/export?${query}`,
    params: { accountId },
    cookie: await cookieOf(tenant.people[person]),
  });
}

describe("the export of the audit log", () => {
  it("is a download that no cache keeps and no browser takes for a page", async () => {
    const answer = await exportOf("format=csv");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="audit-log-[0-9a-f-]+\.csv"$/,
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await answer.text()).trimEnd().split("\r\n")).toHaveLength(2);
  });

  it("is JSON where that is asked for", async () => {
    const answer = await exportOf("format=json");
    expect(await answer.json()).toMatchObject([{ sequence: 1, action: "member.shared_changed" }]);
  });

  it.each(["", "format=xml", "format=csv&from=yesterday", "format=csv&limit=5", "format=csv&format=csv"])(
    "answers 422 to ?%s",
    async (query) => {
      expect((await exportOf(query)).status).toBe(422);
    },
  );

  it("answers 403 to a member", async () => {
    expect((await exportOf("format=csv", "max")).status).toBe(403);
  });
});
