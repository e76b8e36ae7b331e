/**
 * `npm run bench:audit`: how long the check of one account's record takes, as the operator's command does it, against reading
 * the same rows and hashing their bytes once, which no check can do without.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { eq } from "drizzle-orm";

import { appendAudit } from "../db/audit-chain";
import { databaseOf } from "../db/client";
import { accounts } from "../db/schema/accounts";
import { makeTenant, type Tenant } from "../db/testing/tenant";
import type { AuditEntry } from "../lib/domain/record/audit-event";
import { number } from "../lib/domain/format/numbers";
import { newId } from "../lib/platform/ids";
import { openBenchDatabase, type BenchDatabase } from "./database";
import { figure, median, tableOf } from "./report";

const EVENTS = 100_000;
const AT_ONCE = 1_000;
const ROUNDS = 5;
const AIM_SECONDS = 5;
const ROOT = join(import.meta.dirname, "..");

/** Looks of support and switches of the feature, in turn: one adds nothing to what is compared in the end, the other does. */
function entryOf({ account }: Tenant<never>, index: number): AuditEntry {
  const subject = { kind: "account", id: account.id, name: account.name } as const;
  if (index === 0) {
    const { environment, plan, hasIntegrationKeys } = account;
    return { action: "account.created", subject, after: { environment, plan, hasIntegrationKeys } };
  }
  if (index % 2 === 0) {
    const after = { caseId: account.id, caseNumber: index };
    return { action: "account.viewed_by_staff", subject, after, reason: `Asked by phone, incident ${index}` };
  }
  const isOn = index % 4 === 3;
  return {
    action: "account.feature_changed",
    subject,
    before: { hasIntegrationKeys: !isOn },
    after: { hasIntegrationKeys: isOn },
    reason: "Contract 12",
  };
}

/** An account with a record of {@link EVENTS} events. @returns its id */
async function fill({ owner }: BenchDatabase): Promise<string> {
  const db = databaseOf(owner);
  const tenant = await makeTenant(db, {});
  const actor = { kind: "staff", id: newId(), name: "Sam Okafor" } as const;
  const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
  for (let from = 0; from < EVENTS; from += AT_ONCE) {
    const entries = Array.from({ length: AT_ONCE }, (_, index) => entryOf(tenant, from + index));
    const request = { requestId: `req-${from}`, address: "203.0.113.7", userAgent };
    await db.transaction((tx) => appendAudit(tx, tenant.account.id, actor, request, entries));
  }
  await db.update(accounts).set({ hasIntegrationKeys: true }).where(eq(accounts.id, tenant.account.id));
  await owner.query("vacuum analyze audit_events");
  return tenant.account.id;
}

type Taken = { readonly seconds: number; readonly processorSeconds: number };

/** The command in a process of its own, its start and its connections included, as whoever types it waits for it. */
function verify({ url }: BenchDatabase, accountId: string): Taken {
  const started = performance.now();
  const command = `npm run -s audit:verify -- --account ${accountId} && times`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: url },
    encoding: "utf8",
  });
  const seconds = (performance.now() - started) / 1_000;
  if (status !== 0 || !stdout.includes(`${number(EVENTS)} events, 0 broken`)) {
    throw new Error(`The command did not say that the record is whole:\n${stdout}${stderr}`);
  }
  return { seconds, processorSeconds: secondsOf(stdout.trimEnd().split("\n").at(-1) ?? "") };
}

/** What `times` prints of the processes that a shell has waited for: `0m1.23s 0m0.45s`. */
function secondsOf(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, each) => sum + each, 0);
}

/** All rows of the record in one statement, as text, each hashed once. */
async function readBare({ owner }: BenchDatabase, accountId: string): Promise<number> {
  const started = performance.now();
  const { rows } = await owner.query<{ text: string }>(
    "select e::text as text from audit_events e where chain_id = $1 order by sequence",
    [accountId],
  );
  for (const { text } of rows) createHash("sha256").update(text).digest("hex");
  return (performance.now() - started) / 1_000;
}

const database = await openBenchDatabase();
try {
  const accountId = await fill(database);
  const taken: (Taken & { readonly bare: number })[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.push({ bare: await readBare(database, accountId), ...verify(database, accountId) });
  }
  const verified = median(taken.map(({ seconds }) => seconds));
  const bare = median(taken.map((each) => each.bare));
  console.log(
    tableOf([
      figure("the command, 100,000 events of one account", verified, "s", { atMost: AIM_SECONDS }),
      figure("the shortest of its rounds", Math.min(...taken.map(({ seconds }) => seconds)), "s"),
      figure("its processor time", median(taken.map(({ processorSeconds }) => processorSeconds)), "s"),
      figure("the same rows read and hashed bare", bare, "s"),
      figure("ratio, the command to bare", verified / bare, ""),
    ]),
  );
} finally {
  await database.stop();
}
