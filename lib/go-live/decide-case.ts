import { and, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";

import { DomainError, notFound } from "../domain/errors";
import { migrationDeclined, reviewDecided } from "../domain/notices/go-live";
import type { AuditAction, JsonObject } from "../domain/record/audit-event";
import type { AuditEntry } from "../domain/record/audit-event";
import { byStaff } from "../kernel/authority";
import { change, type Outcome } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import type { Reader, Transaction } from "../kernel/database";
import { lockJourney, saveStep, type LockedJourney } from "../kernel/cases/journey-row";
import { tell } from "../kernel/people/notices";
import { ask } from "../kernel/read";
import { announceLive } from "./announce";
import { expectStep, expectWorkingKey, subjectOf } from "./reading/journey-row";
import { expectPrerequisites } from "./recheck";
import { takeLive } from "./take-live";

/**
 * Grants what a case of Go Live asks for: the review is passed, or the production key is made. Whether the key and who
 * asked may still have it is looked at now, and where they may not, the case stays open. Of two who decide at once, the
 * second is told that it is done (I8).
 * @throws DomainError not_found | case_already_closed | key_already_revoked | key_expired | requester_not_admin |
 *   account_closed | plan_not_eligible | feature_not_enabled | prerequisites_unmet | active_key_limit | already_live
 */
export function grantGoLiveCase(
  ctx: StaffContext,
  input: { readonly caseId: string; readonly note?: string | undefined },
): Promise<void> {
  const note = input.note ?? null;
  return decide(ctx, input.caseId, { status: "granted", resolution: note }, (tx, asked) =>
    asked.productionAccountId === null
      ? passReview(tx, asked, note)
      : grantMigration(tx, asked, asked.productionAccountId, note),
  );
}

/**
 * Answers a case of Go Live with no, and says why; it may be asked for again.
 * @throws DomainError not_found | case_already_closed
 */
export function declineGoLiveCase(
  ctx: StaffContext,
  input: { readonly caseId: string; readonly reason: string },
): Promise<void> {
  const { reason } = input;
  return decide(ctx, input.caseId, { status: "declined", resolution: reason }, (tx, asked) =>
    asked.productionAccountId === null
      ? failReview(tx, asked, reason)
      : declineMigration(tx, asked, asked.productionAccountId, reason),
  );
}

/** What is decided on, under the locks of the decision. */
type Asked = {
  readonly caseId: string;
  readonly caseNumber: number;
  /** The account that asked: it may manage the key no more. */
  readonly askingAccountId: string;
  /** The sandbox key. */
  readonly key: { readonly id: string; readonly accountId: string; readonly name: string };
  /** Null where it is about a review. */
  readonly productionAccountId: string | null;
  readonly requesterId: string;
  readonly journey: LockedJourney | null;
  readonly now: Date;
};

type Closing = { readonly status: "granted" | "declined"; readonly resolution: string | null };

async function decide(
  ctx: StaffContext,
  caseId: string,
  closing: Closing,
  work: (tx: Transaction, asked: Asked) => Promise<Outcome<void>>,
): Promise<void> {
  const found = await ask((db) => findGoLiveCase(db, caseId));
  const { key, productionAccountId, askingAccountId } = found;
  const accountIds = [key.accountId, askingAccountId, productionAccountId].filter((id) => id !== null);
  await change(byStaff(ctx), accountIds, async (tx, { now, accounts }) => {
    const over = accounts.find(({ status }) => status === "closed");
    if (over && closing.status === "granted") {
      throw new DomainError("account_closed", `${over.name} is closed: nothing can be granted to it.`);
    }
    const closed = await tx
      .update(supportCases)
      .set({ ...closing, closedBy: ctx.user.id, closedAt: now })
      .where(and(eq(supportCases.id, caseId), eq(supportCases.status, "open")));
    if (closed.rowCount !== 1) {
      throw new DomainError(
        "case_already_closed",
        "This request was answered or withdrawn already. Load it again to see how.",
      );
    }
    const journey = await lockJourney(tx, key, askingAccountId);
    const outcome = await work(tx, { ...found, caseId, journey, now });
    return { value: undefined, audit: alsoOnRecordOf(askingAccountId, key.accountId, outcome.audit) };
  });
}

/** Who asked reads the answer on the own record, also where another account manages the key by now. */
function alsoOnRecordOf(
  askingAccountId: string,
  managerId: string,
  audit: Outcome<void>["audit"],
): Outcome<void>["audit"] {
  if (audit === "unchanged") return audit;
  const records = "records" in audit ? audit.records : { [managerId]: audit };
  const own = records[askingAccountId] ?? records[managerId];
  return { records: own ? { ...records, [askingAccountId]: own } : records };
}

async function findGoLiveCase(db: Reader, caseId: string) {
  const [row] = await db
    .select({
      key: {
        id: integrationKeys.id,
        accountId: integrationKeys.accountId,
        name: integrationKeys.name,
      },
      askingAccountId: supportCases.accountId,
      productionAccountId: supportCases.productionAccountId,
      requesterId: supportCases.openedBy,
      caseNumber: supportCases.number,
    })
    .from(supportCases)
    .innerJoin(integrationKeys, eq(integrationKeys.id, supportCases.keyId))
    .where(and(eq(supportCases.id, caseId), eq(supportCases.kind, "go_live")));
  if (!row) throw notFound();
  return row;
}

async function passReview(tx: Transaction, asked: Asked, note: string | null): Promise<Outcome<void>> {
  const { key, now } = asked;
  const sandbox = await expectWorkingKey(tx, key.accountId, key.id, now);
  const { reviewExpiresAt } = expectStep(asked.journey, {
    type: "review",
    outcome: "passed",
    at: now,
  }).journey;
  await expectPrerequisites(tx, asked.requesterId, sandbox, ["production_account", "app_set_up"]);
  await saveStep(tx, key, now, { state: "review_passed", reviewOutcome: "passed", reviewExpiresAt });
  const validUntil = reviewExpiresAt ?? now;
  await tell(tx, [asked.requesterId], reviewDecided(asked.caseId, key, { validUntil }));
  const after = { state: "review_passed", reviewExpiresAt: validUntil.toISOString() };
  return { value: undefined, audit: entryOf("go_live.review_granted", asked, after, note) };
}

async function failReview(tx: Transaction, asked: Asked, reason: string): Promise<Outcome<void>> {
  const { key, now } = asked;
  expectStep(asked.journey, { type: "review", outcome: "failed", at: now });
  await saveStep(tx, key, now, {
    state: "review_failed",
    reviewOutcome: "failed",
    reviewExpiresAt: null,
    findings: [{ code: "declined_by_support", detail: reason, callIds: [] }],
  });
  await tell(tx, [asked.requesterId], reviewDecided(asked.caseId, key, { reason }));
  const after = { state: "review_failed" };
  return { value: undefined, audit: entryOf("go_live.review_declined", asked, after, reason) };
}

async function grantMigration(
  tx: Transaction,
  asked: Asked,
  productionAccountId: string,
  note: string | null,
): Promise<Outcome<void>> {
  const { key, requesterId, now } = asked;
  expectStep(asked.journey, { type: "approve", at: now });
  const copy = await takeLive(tx, {
    sandbox: key,
    productionAccountId,
    requesterId,
    caseId: asked.caseId,
    caseNumber: asked.caseNumber,
    now,
  });
  const decided = { decidedAt: now, decisionReason: note, productionKeyId: copy.key.id };
  await saveStep(tx, key, now, { ...decided, state: "live" });
  await announceLive(tx, requesterId, copy, note);
  const after = { state: "live", productionAccountId, productionKeyId: copy.key.id };
  const records = {
    [key.accountId]: entryOf("go_live.migration_granted", asked, after, note),
    [productionAccountId]: { ...copy.audit, reason: note },
  };
  return { value: undefined, audit: { records } };
}

async function declineMigration(
  tx: Transaction,
  asked: Asked,
  productionAccountId: string,
  reason: string,
): Promise<Outcome<void>> {
  const { key, now } = asked;
  expectStep(asked.journey, { type: "decline", at: now });
  await saveStep(tx, key, now, { state: "declined", decidedAt: now, decisionReason: reason });
  await tell(tx, [asked.requesterId], migrationDeclined(asked.caseId, key, reason));
  const after = { state: "declined", productionAccountId };
  const entry = entryOf("go_live.migration_declined", asked, after, reason);
  return {
    value: undefined,
    audit: { records: { [key.accountId]: entry, [productionAccountId]: entry } },
  };
}

function entryOf(
  action: AuditAction,
  { key, caseId, caseNumber, journey }: Asked,
  after: JsonObject,
  reason: string | null,
): AuditEntry {
  const before = { state: journey?.state ?? "demo" };
  return { action, subject: subjectOf(key), before, after: { ...after, caseId, caseNumber }, reason };
}
