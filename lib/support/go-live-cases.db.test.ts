import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { actionsOf, arrangeWay, makeSupporter } from "@/db/testing/way-to-production";

import { CaseListQuery } from "../contracts/support/support";
import { getGoLive } from "../go-live/reading/read-go-live";
import { requestMigration } from "../go-live/request-migration";
import { requestReview } from "../go-live/request-review";
import { withdrawMigration } from "../go-live/withdraw";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { assignCase } from "./assign-case";
import { grantCase } from "./close-case";
import { getCase } from "./get-case";
import { listCases } from "./list-cases";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

async function arrange() {
  const way = await arrangeWay(database.db);
  const keyId = way.key.id;
  await requestReview(way.ada, {
    keyId,
    classification: "third_party",
    description: "Exports signed agreements every night",
    contact: "ada@acme.example",
  });
  await requestMigration(way.ada, { keyId, accountId: way.production.account.id });
  const sam = await makeSupporter(database.db, "sam");
  const { data } = await listCases(sam, CaseListQuery.parse({ kind: "go_live", limit: 100 }));
  const listed = data.find(({ account }) => account.id === way.sandbox.account.id);
  return { ...way, sam, listed, caseId: listed?.id ?? "" };
}

describe("a case of Go Live", () => {
  it("is in the list of its kind, without what was written, and in no other", async () => {
    const { sam, key, listed, caseId } = await arrange();
    expect(listed).toMatchObject({
      kind: "go_live",
      status: "open",
      assignedTo: null,
      dueAt: null,
      goLive: { step: "migration", clientId: key.clientId },
    });
    expect(JSON.stringify(listed)).not.toContain("Exports signed agreements");
    expect(JSON.stringify(listed)).not.toContain("Nightly export");
    const others = await listCases(sam, CaseListQuery.parse({ kind: "access_request", limit: 100 }));
    expect(others.data.map(({ id }) => id)).not.toContain(caseId);
  });

  it("shows what was known of the key, and the look goes on the record of both accounts (R11)", async () => {
    const way = await arrange();
    const seen = await getCase(way.sam, way.caseId);
    expect(seen.goLive).toMatchObject({
      step: "migration",
      key: { id: way.key.id, clientId: way.key.clientId, method: "long_lived" },
      productionAccount: { id: way.production.account.id, plan: "enterprise" },
      evidence: {
        classification: "third_party",
        contact: "ada@acme.example",
        policy: "entitlement",
        window: { count: 0, needed: 20 },
        prerequisites: [{ code: "production_account", isMet: true }],
      },
    });
    await getCase(way.sam, way.caseId);
    for (const { account } of [way.sandbox, way.production]) {
      const views = (await actionsOf(database.db, account.id)).filter(
        (action) => action === "account.viewed_by_staff",
      );
      expect(views).toHaveLength(1);
    }
  });

  it("is in the list of whoever has taken it on, and till then in that of nobody's", async () => {
    const { sam, caseId } = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    const isListed = async (of: typeof sam, assigned: string) => {
      const input = CaseListQuery.parse({ kind: "go_live", assigned, limit: 100 });
      return (await listCases(of, input)).data.some(({ id }) => id === caseId);
    };
    expect([await isListed(sam, "nobody"), await isListed(sam, "me")]).toEqual([true, false]);
    await assignCase(sam, caseId);
    expect([await isListed(sam, "nobody"), await isListed(sam, "me")]).toEqual([false, true]);
    expect([await isListed(sue, "nobody"), await isListed(sue, "me")]).toEqual([false, false]);
  });

  it("of a review is due when its account was told to expect an answer", async () => {
    const way = await arrangeWay(database.db);
    await requestReview(way.ada, {
      keyId: way.key.id,
      classification: "public",
      description: "A portal",
      contact: "ada@acme.example",
    });
    const sam = await makeSupporter(database.db, "sam");
    const { data } = await listCases(sam, CaseListQuery.parse({ limit: 100 }));
    const listed = data.find(({ account }) => account.id === way.sandbox.account.id);
    const dueAt = (await getGoLive(way.ada, way.key.id)).review?.expectedBy;
    expect(dueAt).toBeTruthy();
    expect(listed).toMatchObject({ goLive: { step: "review" }, dueAt });
  });

  it("is with one of support at a time, on the record of both accounts", async () => {
    const way = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    expect((await assignCase(way.sam, way.caseId)).assignedTo?.name).toBe("sam");
    await assignCase(way.sam, way.caseId);
    expect((await assignCase(sue, way.caseId)).assignedTo?.name).toBe("sue");
    for (const { account } of [way.sandbox, way.production]) {
      const taken = (await actionsOf(database.db, account.id)).filter((action) => action === "case.assigned");
      expect(taken).toHaveLength(2);
    }
  });

  it("that is closed, or is not there, is taken on by nobody", async () => {
    const way = await arrange();
    await withdrawMigration(way.ada, way.key.id);
    await expect(assignCase(way.sam, way.caseId)).rejects.toMatchObject({ code: "case_already_closed" });
    await expect(assignCase(way.sam, newId())).rejects.toMatchObject({ code: "not_found" });
    const pretended = { ...way.ada, user: { ...way.ada.user, isStaff: true as const } };
    await expect(assignCase(pretended, way.caseId)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is not answered as a request for access, which would switch keys on", async () => {
    const way = await arrange();
    await expect(grantCase(way.sam, { caseId: way.caseId })).rejects.toMatchObject({
      code: "case_already_closed",
    });
    expect((await getCase(way.sam, way.caseId)).status).toBe("open");
  });
});
