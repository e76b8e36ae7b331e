import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { callHours, calls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import {
  KNOCKING_KEYS_LISTED,
  knockingDay,
  knockingNotice,
  type KnockingDay,
  type KnockingKey,
} from "../domain/notices/knocking";
import { HOUR_MS } from "../domain/time/durations";
import { KNOCKING_CODES } from "../domain/verdict/refusals";
import type { Transaction } from "../kernel/database";
import { findAdmins, tell } from "../kernel/people/notices";
import { ask } from "../kernel/read";
import { unrecordedAtOnce } from "../kernel/unrecorded";

const ACCOUNTS_AT_ONCE = 2_000;
/** The most calls of a key whose addresses are looked at. */
const CALLS_LOOKED_AT = 50_000;
/** Written out, so that the planner sees that the index of such calls serves. */
const knocking = sql.raw(`code in (${KNOCKING_CODES.map((code) => `'${code}'`).join(", ")})`);

/**
 * Tells the active admins of each account which of its keys were called in vain on the last day that is over: one
 * notice per admin and day, whoever does this and however often.
 * @returns how many notices were written
 */
export async function tellOfKnocking(
  now: Date,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const day = knockingDay(now);
  let told = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const page = await findAccounts(day, last);
    for (const account of page) {
      if (signal.aborted) return told;
      told += await unrecordedAtOnce("notice", (tx) => tellAccount(tx, account, day));
      last = account.id;
    }
    if (page.length < ACCOUNTS_AT_ONCE) return told;
  }
}

type Account = { readonly id: string; readonly name: string };

/** The day's hours one by one, so that an account's are found by the index, whatever others have. */
function hoursOf(day: KnockingDay): Date[] {
  const count = (day.to.getTime() - day.from.getTime()) / HOUR_MS;
  return Array.from({ length: count }, (_, hour) => new Date(day.from.getTime() + hour * HOUR_MS));
}

function findAccounts(day: KnockingDay, after: string): Promise<Account[]> {
  return ask((db) =>
    db
      .selectDistinct({ id: accounts.id, name: accounts.name })
      .from(callHours)
      .innerJoin(accounts, eq(accounts.id, callHours.accountId))
      .where(
        and(
          knocking,
          gte(callHours.hour, day.from),
          lt(callHours.hour, day.to),
          gt(callHours.accountId, after),
        ),
      )
      .orderBy(asc(accounts.id))
      .limit(ACCOUNTS_AT_ONCE),
  );
}

async function tellAccount(tx: Transaction, account: Account, day: KnockingDay): Promise<number> {
  const admins = await findAdmins(tx, account.id);
  if (admins.length === 0) return 0;
  const called = sql<number>`sum(${callHours.count})::float8`;
  const found = await tx
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      calls: called,
      keyCount: sql<number>`(count(*) over ())::int`,
    })
    .from(callHours)
    // Whoever manages a key can do something about it.
    .innerJoin(
      integrationKeys,
      and(eq(integrationKeys.id, callHours.keyId), eq(integrationKeys.accountId, callHours.accountId)),
    )
    .where(and(knocking, inArray(callHours.hour, hoursOf(day)), eq(callHours.accountId, account.id)))
    .groupBy(integrationKeys.id)
    .orderBy(desc(called), asc(integrationKeys.id))
    .limit(KNOCKING_KEYS_LISTED);
  const keys: KnockingKey[] = [];
  for (const { keyCount: _, ...key } of found)
    keys.push({ ...key, ...(await addressesOf(tx, account.id, key, day)) });
  if (keys.length === 0) return 0;
  return tell(tx, admins, knockingNotice(account, day, keys, found[0]?.keyCount ?? 0));
}

type Called = { readonly id: string; readonly calls: number };

async function addressesOf(
  tx: Transaction,
  accountId: string,
  { id: keyId, calls: counted }: Called,
  day: KnockingDay,
) {
  const recent = tx
    .select({ address: calls.address })
    .from(calls)
    .where(
      and(
        eq(calls.accountId, accountId),
        eq(calls.keyId, keyId),
        knocking,
        gte(calls.at, day.from),
        lt(calls.at, day.to),
      ),
    )
    .orderBy(desc(calls.at))
    .limit(CALLS_LOOKED_AT)
    .as("recent");
  const [row] = await tx
    .select({
      addresses: sql<number>`count(distinct ${recent.address})::int`,
      looked: sql<number>`count(*)::int`,
    })
    .from(recent);
  return { addresses: row?.addresses ?? 0, hasAllAddresses: (row?.looked ?? 0) >= counted };
}
