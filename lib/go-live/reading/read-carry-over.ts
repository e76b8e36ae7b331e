import { and, eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { keyLastCalls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { CarryOverAnswer } from "../../contracts/go-live/carry-over";
import { notFound } from "../../domain/errors";
import { carryOverPlan, type AppSetUp, type CarryOverFacts } from "../../domain/go-live/carry-over";
import { keyStatus } from "../../domain/keys/key-lifecycle";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { APP_SET_UP } from "../../row-state/app-set-up";
import { mayOpenKeysOf } from "./may-open";
import { readSandboxKey } from "./read-journey";

type KeyOfAccount = { readonly accountId: string; readonly id: string };

/**
 * What has to be set again in production for a key that went live, and how much of it is done; nothing once that was
 * revoked. Of the sandbox's set-up only numbers are told: whoever manages the copy need not be a member there.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readCarryOver(ctx: AccountContext, keyId: string): Promise<CarryOverAnswer> {
  return read(ctx, "key:read", async (db) => {
    const copy = { accountId: ctx.account.id, id: keyId };
    const key = await findKey(db, copy);
    const sandboxKey = await readSandboxKey(db, copy.accountId, copy.id);
    if (!sandboxKey || keyStatus(key, key.now) === "revoked") return { carryOver: null };
    const items = carryOverPlan(await factsOf(db, { copy, key, sandboxKey }));
    const accountName = await nameOf(db, sandboxKey.accountId);
    const canOpen = await mayOpenKeysOf(db, ctx.user.id, sandboxKey.accountId);
    return {
      carryOver: {
        sandboxKey: { ...sandboxKey, accountName, canOpen },
        items,
        isDone: items.every(({ isDone }) => isDone),
      },
    };
  });
}

async function findKey(db: Reader, { accountId, id }: KeyOfAccount) {
  const [key] = await db
    .select({
      method: integrationKeys.method,
      isPublic: integrationKeys.isPublic,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.id, id)));
  if (!key) throw notFound();
  return key;
}

async function factsOf(
  db: Reader,
  found: {
    readonly copy: KeyOfAccount;
    readonly key: Awaited<ReturnType<typeof findKey>>;
    readonly sandboxKey: KeyOfAccount;
  },
): Promise<CarryOverFacts> {
  const { copy, key, sandboxKey } = found;
  const isCalled = await hasBeenLetThrough(db, copy);
  if (key.method === "long_lived") {
    // A long-lived key has no end until its secret is issued.
    return { method: "long_lived", isIssued: key.expiresAt !== null, isCalled };
  }
  return {
    method: "oauth",
    isPublic: key.isPublic,
    isCalled,
    sandbox: await setUpOf(db, sandboxKey),
    production: await setUpOf(db, copy),
  };
}

async function setUpOf(db: Reader, { accountId, id }: KeyOfAccount): Promise<AppSetUp> {
  const [setUp] = await db
    .select(APP_SET_UP)
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.id, id)));
  return setUp ?? { secrets: 0, keyPairs: 0, redirectUris: 0 };
}

async function hasBeenLetThrough(db: Reader, { accountId, id }: KeyOfAccount): Promise<boolean> {
  const [last] = await db
    .select({ at: keyLastCalls.lastAllowedAt })
    .from(keyLastCalls)
    .where(and(eq(keyLastCalls.accountId, accountId), eq(keyLastCalls.keyId, id)));
  return last !== undefined && last.at !== null;
}

async function nameOf(db: Reader, accountId: string): Promise<string> {
  const [account] = await db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId));
  return account?.name ?? "";
}
