import type { Pool } from "pg";

import { createDayPartitions } from "../day-partitions";
import { databaseOf } from "../client";
import { users } from "../schema/users";
import { seedAccounts, type DemoAccountRow, type DemoTenants } from "./demo-accounts";
import { seedAudit, type PastEvent } from "./demo-audit";
import { seedApps } from "./demo-apps";
import { keyCalls, seedCalls } from "./demo-calls";
import { HISTORY_DAYS } from "./demo-history";
import { keyEvents, seedKeys } from "./demo-key-rows";
import { DEMO_ACCOUNTS, DEMO_PEOPLE, type DemoAccountName, type DemoPerson } from "./demo-people";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const ACCOUNT_AGE_DAYS = 410;

/**
 * Fills an empty database with the demo, all of it or nothing.
 * @param now up to when its history goes
 * @returns false, without a change, where somebody is in the database already
 */
export async function seedDemo(pool: Pool, now = new Date()): Promise<boolean> {
  const db = databaseOf(pool);
  const [someone] = await db.select({ id: users.id }).from(users).limit(1);
  if (someone) return false;
  const client = await pool.connect();
  try {
    await createDayPartitions(client, new Date(now.getTime() - (HISTORY_DAYS + 1) * DAY_MS));
  } finally {
    client.release();
  }
  await db.transaction(async (tx) => {
    const tenants = await seedAccounts(tx, new Date(now.getTime() - ACCOUNT_AGE_DAYS * DAY_MS));
    const keys = await seedKeys(tx, tenants, now);
    const apps = await seedApps(tx, tenants, now);
    await seedCalls(tx, [...keyCalls(keys, tenants, now), ...apps.calls], now);
    await seedAudit(tx, tenants, [
      ...personEvents(tenants),
      ...accountEvents(tenants),
      ...keys.flatMap(keyEvents),
      ...apps.events,
    ]);
  });
  await pool.query("analyze");
  return true;
}

function personEvents({ people, since }: DemoTenants): PastEvent[] {
  return Object.entries(people).map(([person, id]) => {
    // The table of people has these names only.
    const { name, isStaff } = DEMO_PEOPLE[person as DemoPerson];
    return {
      chainId: id,
      at: since,
      by: "system",
      action: "person.created",
      subject: { kind: "user", id, name },
      after: { isStaff },
    };
  });
}

function accountEvents(tenants: DemoTenants): PastEvent[] {
  return Object.entries(tenants.accounts).flatMap(([name, account]) => [
    // The table of accounts has these names only.
    ...eventsOfAccount(name as DemoAccountName, account, tenants.since),
  ]);
}

function eventsOfAccount(name: DemoAccountName, account: DemoAccountRow, since: Date): PastEvent[] {
  const { environment, plan, hasIntegrationKeys } = DEMO_ACCOUNTS[name];
  const at = (minutes: number) => new Date(since.getTime() + minutes * MINUTE_MS);
  const subject = { kind: "account", id: account.id, name: account.name };
  const events: PastEvent[] = [
    {
      chainId: account.id,
      at: at(0),
      by: "system",
      action: "account.created",
      subject,
      after: { environment, plan, hasIntegrationKeys: environment === "sandbox" && hasIntegrationKeys },
    },
    ...account.members.map((member, index): PastEvent => ({
      chainId: account.id,
      at: at(index + 1),
      by: "system",
      action: "member.added",
      subject: { kind: "member", id: member.id, name: DEMO_PEOPLE[member.person].name },
      after: { profile: member.profile },
    })),
  ];
  if (environment === "production" && hasIntegrationKeys) {
    events.push({
      chainId: account.id,
      at: at(60),
      by: "sam",
      action: "account.feature_changed",
      subject,
      before: { hasIntegrationKeys: false },
      after: { hasIntegrationKeys: true },
      reason: "Enterprise contract signed",
    });
  }
  return events;
}
