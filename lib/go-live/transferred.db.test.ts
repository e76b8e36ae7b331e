/** A sandbox app that is transferred: each account has its own way to production with it, and reads nothing of the other's. */
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { goLiveJourneys } from "@/db/schema/go-live";
import { redirectUris } from "@/db/schema/integration-keys";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer } from "@/db/testing/transfer";
import { actionsOf, joinAs, makeSupporter } from "@/db/testing/way-to-production";

import type { AccountContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { getIntegrationKey } from "../integration-keys/keys/reading/get";
import { carryOutTransfer } from "../transfers/steps/carry-out";
import { confirmTransfer } from "../transfers/steps/confirm-transfer";
import { openTransfer } from "../transfers/steps/open-transfer";
import { getTransfer } from "../transfers/reading/read-transfer";
import { undoTransfer } from "../transfers/steps/undo-transfer";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { listGoLive } from "./reading/list-go-live";
import { getGoLive } from "./reading/read-go-live";
import { readGoLivePath } from "./reading/read-path";
import { requestMigration } from "./request-migration";
import { requestReview } from "./request-review";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

const WORDS = { description: "Exports what nobody else may know", contact: "gus@globex.example" };
const ANSWER = "Not before the audit of Globex is over";

/** An app of Gus in the sandbox, which he may take live; Ada's account is another sandbox. */
async function arrange() {
  const arranged = await arrangeTransfer(database.db, {
    source: { environment: "sandbox" },
    destination: { environment: "sandbox" },
  });
  const keyId = arranged.app.id;
  const uri = { keyId, accountId: arranged.source.account.id, position: 0 };
  await database.db.insert(redirectUris).values({ ...uri, uri: "https://app.example.com/callback" });
  const production = await makeTenant(database.db, { pia: "admin" });
  const accountId = production.account.id;
  await joinAs(database.db, accountId, arranged.gus.user.id, "admin");
  return {
    ...arranged,
    production,
    keyId,
    review: (ctx: AccountContext = arranged.gus) =>
      requestReview(ctx, { keyId, classification: "private_custom", ...WORDS }),
    migrate: () => requestMigration(arranged.gus, { keyId, accountId }),
    caseId: async () => (await getGoLive(arranged.gus, keyId)).migration?.caseId ?? "",
  };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

async function transfer({ gus, ada, sam, input }: Arranged): Promise<string> {
  const id = await openTransfer(gus, input);
  for (const [who, side] of [
    [gus, "source"],
    [ada, "destination"],
  ] as const) {
    const { statementHash } = await getTransfer(who, id);
    await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
  }
  await carryOutTransfer(sam, id);
  return id;
}

/** Everything that the account sees of the app's way, as text. */
async function seenBy(ctx: AccountContext, keyId: string): Promise<string> {
  return JSON.stringify([
    await getGoLive(ctx, keyId),
    await listGoLive(ctx, { q: "", limit: 10 }),
    await readGoLivePath(ctx),
    await getIntegrationKey(ctx, keyId),
  ]);
}

describe("the way of an app that was transferred", () => {
  it("begins anew in the other account, which reads no word of the first one's, and is back with an undo", async () => {
    const way = await arrange();
    await way.review();
    await way.migrate();
    await declineGoLiveCase(way.sam, { caseId: await way.caseId(), reason: ANSWER });
    const before = await getGoLive(way.gus, way.keyId);
    expect(before).toMatchObject({ state: "declined", review: WORDS, migration: { reason: ANSWER } });
    const id = await transfer(way);
    expect(await getGoLive(way.ada, way.keyId)).toMatchObject({
      state: "demo",
      review: null,
      migration: null,
      productionKey: null,
    });
    const seen = await seenBy(way.ada, way.keyId);
    for (const word of [
      WORDS.description,
      WORDS.contact,
      ANSWER,
      way.production.account.id,
      before.review?.at,
    ]) {
      expect(seen).not.toContain(word);
    }
    await undoTransfer(way.sam, id, "It was the wrong app");
    expect(await getGoLive(way.gus, way.keyId)).toMatchObject({
      state: "declined",
      review: WORDS,
      migration: { reason: ANSWER },
    });
  });

  it("can't rest on the first account's review, and takes one of its own", async () => {
    const way = await arrange();
    await way.review();
    await transfer(way);
    await joinAs(database.db, way.production.account.id, way.ada.user.id, "admin");
    const migration = { keyId: way.keyId, accountId: way.production.account.id };
    await expect(requestMigration(way.ada, migration)).rejects.toMatchObject({ code: "review_needed" });
    await requestReview(way.ada, {
      keyId: way.keyId,
      classification: "private_custom",
      description: "Ours",
      contact: "ada@acme.example",
    });
    expect(await getGoLive(way.ada, way.keyId)).toMatchObject({
      state: "review_passed",
      review: { description: "Ours" },
    });
  });

  it("is live wherever it goes, without the account that it is live in", async () => {
    const way = await arrange();
    await way.review();
    await way.migrate();
    await grantGoLiveCase(way.sam, { caseId: await way.caseId(), note: ANSWER });
    const taken = await database.db
      .select({ after: auditEvents.after })
      .from(auditEvents)
      .where(
        and(eq(auditEvents.chainId, way.production.account.id), eq(auditEvents.action, "key.taken_live")),
      );
    expect(taken).toEqual([
      {
        after: expect.objectContaining({
          caseNumber: expect.any(Number),
          sandboxAccount: way.source.account.name,
        }),
      },
    ]);
    await transfer(way);
    expect(await getGoLive(way.ada, way.keyId)).toMatchObject({
      state: "live",
      review: null,
      migration: null,
      productionKey: null,
    });
    const seen = await seenBy(way.ada, way.keyId);
    for (const word of [WORDS.description, WORDS.contact, ANSWER, way.production.account.id]) {
      expect(seen).not.toContain(word);
    }
    await expect(way.review(way.ada)).rejects.toMatchObject({ code: "already_live" });
  });

  it("is the first account's also where the release before wrote it", async () => {
    const way = await arrange();
    await way.review();
    await database.ownerDb
      .update(goLiveJourneys)
      .set({ reviewAccountId: null })
      .where(eq(goLiveJourneys.keyId, way.keyId));
    expect(await getGoLive(way.gus, way.keyId)).toMatchObject({ state: "review_passed" });
    await transfer(way);
    expect(await getGoLive(way.ada, way.keyId)).toMatchObject({ state: "demo", review: null });
  });
});

it("whoever asked reads the answer on the own record, also where another account manages the key by then", async () => {
  const way = await arrange();
  await way.review();
  await way.migrate();
  const caseId = await way.caseId();
  // No verb moves an app with an open case: what is past the product must not lose an answer.
  const moved = [way.destination.account.id, way.keyId];
  await database.tamper("update integration_keys set account_id = $1 where id = $2", moved);
  await database.tamper("update go_live_journeys set account_id = $1 where key_id = $2", moved);
  await declineGoLiveCase(await makeSupporter(database.db, "sue"), { caseId, reason: ANSWER });
  for (const { account } of [way.source, way.destination, way.production]) {
    expect((await actionsOf(database.db, account.id)).at(-1)).toBe("go_live.migration_declined");
  }
});
