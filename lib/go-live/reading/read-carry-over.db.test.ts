/** What the copy of a key in production says is left to be set again there. */
import { expect, it } from "vitest";

import { goLiveJourneys } from "@/db/schema/go-live";
import { credentials, redirectUris } from "@/db/schema/integration-keys";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { newSecret } from "../../platform/secrets/secrets";
import { readCarryOver } from "./read-carry-over";

const database = testDatabase(useDatabase);
const AT = new Date("2026-11-29T12:00:00.000Z");

type Method = "long_lived" | "oauth";

/** A key in a sandbox and its copy in production, whose account has an admin who is nobody in the sandbox. */
async function arrange(method: Method) {
  const sandbox = await makeTenant(database.db, { dev: "developer" }, { environment: "sandbox" });
  const production = await makeTenant(database.db, { gus: "admin" });
  const make = method === "oauth" ? makeApp : makeKey;
  const key = await make(database.db, sandbox.account, sandbox.people.dev.id);
  const copy = await make(database.db, production.account, production.people.gus.id);
  await database.db.insert(goLiveJourneys).values({
    keyId: key.id,
    accountId: sandbox.account.id,
    state: "live",
    reviewRequestedBy: sandbox.people.dev.id,
    classification: "private_custom",
    description: "Nightly export",
    contact: "dev@example.test",
    reviewOutcome: "passed",
    reviewAt: AT,
    reviewExpiresAt: new Date(AT.getTime() + 1),
    findings: [],
    migrationRequestedBy: sandbox.people.dev.id,
    productionAccountId: production.account.id,
    decidedAt: AT,
    productionKeyId: copy.id,
    updatedAt: AT,
  });
  const plan = async () => {
    const { carryOver } = await readCarryOver(contextOf(production, "gus"), copy.id);
    return carryOver?.items.map(
      ({ code, isDone, sandbox: there, production: here }) =>
        `${code} ${here} of ${there}${isDone ? ", done" : ""}`,
    );
  };
  const addSecret = (of: { readonly id: string }, accountId: string, revokedAt: Date | null = null) =>
    database.db.insert(credentials).values({
      id: newId(),
      keyId: of.id,
      accountId,
      kind: "client_secret",
      name: "Server",
      lastFour: "abcd",
      secretHash: newSecret("iks", "sandbox").hash,
      createdAt: AT,
      revokedAt,
    });
  return { sandbox, production, key, copy, plan, addSecret };
}

it("of an app counts what the sandbox has, without what was removed, and what production has of its own", async () => {
  const { sandbox, production, key, copy, plan, addSecret } = await arrange("oauth");
  expect((await plan())?.[0]).toBe("secrets 0 of 0");
  await addSecret(key, sandbox.account.id);
  await addSecret(key, sandbox.account.id, AT);
  await database.db
    .insert(redirectUris)
    .values({ accountId: sandbox.account.id, keyId: key.id, uri: "https://a.example/", position: 0 });
  expect(await plan()).toEqual(["secrets 0 of 1", "redirect_uris 0 of 1", "first_call 0 of 1"]);
  await addSecret(copy, production.account.id);
  expect((await plan())?.[0]).toBe("secrets 1 of 1, done");
});

it("names the sandbox key, to an admin who is nobody in its account, by account alone", async () => {
  const { sandbox, production, key, copy } = await arrange("long_lived");
  const { carryOver } = await readCarryOver(contextOf(production, "gus"), copy.id);
  expect(carryOver?.sandboxKey).toEqual({
    id: key.id,
    accountId: sandbox.account.id,
    accountName: sandbox.account.name,
    canOpen: false,
  });
});

it("is none of a key that was made in production, nor of another account's", async () => {
  const { production, sandbox, key } = await arrange("long_lived");
  const own = await makeKey(database.db, production.account, production.people.gus.id);
  expect(await readCarryOver(contextOf(production, "gus"), own.id)).toEqual({ carryOver: null });
  expect(await readCarryOver(contextOf(sandbox, "dev"), key.id)).toEqual({ carryOver: null });
  await expect(readCarryOver(contextOf(production, "gus"), key.id)).rejects.toMatchObject({
    code: "not_found",
  });
});
