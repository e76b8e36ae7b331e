/** Where the overview says that a developer is on the way to production. */
import { expect, it } from "vitest";

import { keyLastCalls, calls } from "@/db/schema/calls";
import { goLiveJourneys } from "@/db/schema/go-live";
import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import "@/testing/console";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { readGoLivePath } from "./read-path";

const database = testDatabase(useDatabase);
const MINUTE = 60_000;
const NOW = new Date();

async function arrange() {
  const tenant = await makeTenant(
    database.db,
    { ada: "admin", dev: "developer" },
    { environment: "sandbox" },
  );
  const { account, people } = tenant;
  return {
    make: (person: "ada" | "dev", options: TestKeyOptions = {}) =>
      makeKey(database.db, account, people[person].id, options),
    /** Calls that count, and that the key was used. */
    call: async (keyId: string, count: number, at = NOW) => {
      await database.db.insert(calls).values(
        Array.from({ length: count }, (_, nth) => ({
          id: newId(),
          at: new Date(at.getTime() - nth * 1_000),
          accountId: account.id,
          keyId,
          credentialId: newId(),
          userId: people.dev.id,
          method: "POST",
          path: "/v1/agreements",
          code: "allowed" as const,
          scopesNeeded: [],
        })),
      );
      const use = { firstCallAt: at, lastCallAt: at, lastCode: "allowed" as const, lastAllowedAt: at };
      await database.db.insert(keyLastCalls).values({ keyId, accountId: account.id, ...use });
    },
    /** Passes the review, or arrives in production. */
    pass: async (keyId: string, copy?: { readonly id: string; readonly accountId: string }) => {
      await database.db.insert(goLiveJourneys).values({
        keyId,
        accountId: account.id,
        state: copy ? "live" : "review_passed",
        ...(copy
          ? {
              migrationRequestedBy: people.dev.id,
              productionAccountId: copy.accountId,
              productionKeyId: copy.id,
              decidedAt: NOW,
            }
          : {}),
        reviewRequestedBy: people.dev.id,
        classification: "private_custom",
        description: "Nightly export",
        contact: "dev@example.test",
        reviewOutcome: "passed",
        reviewAt: NOW,
        reviewExpiresAt: new Date(NOW.getTime() + 60 * MINUTE),
        findings: [],
        updatedAt: NOW,
      });
    },
    path: async (person: "ada" | "dev") => {
      const { key, steps } = await readGoLivePath(contextOf(tenant, person));
      const open = steps.find(({ status }) => status !== "done");
      return { keyId: key?.id ?? null, counted: key?.callsCounted ?? null, open: open?.code ?? null };
    },
  };
}

it("begins without a key, and goes on with the calls of the one that was used last", async () => {
  const { make, call, path } = await arrange();
  expect(await path("dev")).toEqual({ keyId: null, counted: null, open: "key" });
  const [first, second] = [await make("dev"), await make("dev")];
  expect(await path("dev")).toEqual({ keyId: second.id, counted: 0, open: "call" });
  await call(first.id, 14, new Date(NOW.getTime() - MINUTE));
  expect(await path("dev")).toEqual({ keyId: first.id, counted: 14, open: "calls" });
  await call(second.id, 20);
  expect(await path("dev")).toEqual({ keyId: second.id, counted: 20, open: "review" });
});

it("follows the key that is furthest on its way, whatever was called since", async () => {
  const { make, call, pass, path } = await arrange();
  const [passed, busy] = [await make("dev"), await make("dev")];
  await pass(passed.id);
  await call(busy.id, 20);
  expect(await path("dev")).toMatchObject({ keyId: passed.id, open: "migration" });
});

it("is at its end with a key that is live, unless another one is on its way", async () => {
  const { make, call, pass, path } = await arrange();
  const production = await makeTenant(database.db, { gus: "admin" });
  const copy = await makeKey(database.db, production.account, production.people.gus.id);
  const [live, busy, passed] = [await make("dev"), await make("dev"), await make("dev")];
  await pass(live.id, { id: copy.id, accountId: production.account.id });
  await call(busy.id, 20);
  expect(await path("dev")).toMatchObject({ keyId: live.id, open: null });
  await pass(passed.id);
  expect(await path("dev")).toMatchObject({ keyId: passed.id, open: "migration" });
});

it("is nowhere with a review that has lapsed, while another key has a live copy", async () => {
  const { make, call, pass, path } = await arrange();
  const [lapsed, busy] = [await make("dev"), await make("dev")];
  await pass(lapsed.id);
  await database.owner.query(
    "update go_live_journeys set review_at = review_at - interval '31 days', review_expires_at = review_expires_at - interval '31 days' where key_id = $1",
    [lapsed.id],
  );
  await call(busy.id, 3);
  expect(await path("dev")).toMatchObject({ keyId: busy.id, open: "calls" });
});

it("is an admin's by all keys, a developer's by those of his or her own, and nobody's by an ended one", async () => {
  const { make, call, path } = await arrange();
  const [other, ended] = [await make("ada"), await make("dev", { retiresAt: new Date(NOW.getTime() - 1) })];
  await call(other.id, 3);
  await call(ended.id, 20);
  expect(await path("ada")).toMatchObject({ keyId: other.id, counted: 3 });
  expect(await path("dev")).toEqual({ keyId: null, counted: null, open: "key" });
});
