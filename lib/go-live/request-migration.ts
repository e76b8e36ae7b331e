import type { RequestMigrationInput } from "../contracts/go-live/go-live-requests";
import { DomainError, invalid } from "../domain/errors";
import { journeyRefusalText, journeyState } from "../domain/go-live/journey";
import { prerequisitesOf } from "../domain/go-live/prerequisites";
import type { JsonObject } from "../domain/record/audit-event";
import { findAccount } from "../kernel/access";
import type { AuditEntry } from "../domain/record/audit-event";
import { byMember } from "../kernel/authority";
import { change, type Outcome } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { lockJourney, saveStep, type LockedJourney } from "../kernel/cases/journey-row";
import { readGoLiveSettings } from "../platform/settings/env";
import { announceLive } from "./announce";
import { findSandboxKey, type SandboxKey } from "./find-sandbox-key";
import { expectStep, expectWorkingKey, subjectOf } from "./reading/journey-row";
import { evidenceOf, openCase } from "./open-case";
import { readKeyCalls } from "./reading/read-calls";
import { readPrerequisiteFacts } from "./reading/read-prerequisites";
import { takeLive } from "./take-live";

/**
 * Asks for the migration of a reviewed sandbox key into a production account (S2), of which the person has to be an admin
 * too. Support decides, or the operator's setting does at once, for classifications that it names. Asked twice, it is
 * asked once.
 * @throws DomainError not_found | not_key_creator | not_a_sandbox_key | forbidden | plan_not_eligible |
 *   feature_not_enabled | account_closed | validation_failed | key_already_revoked | key_expired | review_needed |
 *   review_under_way | already_live | migration_under_way | case_already_open | prerequisites_unmet | active_key_limit
 */
export async function requestMigration(
  ctx: AccountContext,
  input: RequestMigrationInput & { readonly keyId: string },
): Promise<void> {
  const { accountId } = input;
  const authority = byMember(ctx, "key:manage", { [accountId]: "key:create" });
  await change(authority, [ctx.account.id, accountId], async (tx, fresh) => {
    const key = await findSandboxKey(tx, fresh, input.keyId);
    const destination = await findAccount(tx, accountId);
    if (destination.environment !== "production") throw notProduction();
    const { now } = fresh;
    const journey = await lockJourney(tx, key);
    const isAskedAlready = journey?.productionAccountId === accountId;
    if (journey && journeyState(journey, now) === "live" && isAskedAlready) return UNCHANGED;
    const step = expectStep(journey, { type: "request_migration", at: now });
    if (!step.isChanged) {
      if (isAskedAlready) return UNCHANGED;
      throw new DomainError("migration_under_way", journeyRefusalText("migration_under_way"));
    }
    // The step was allowed, so that there was a review.
    if (!journey) throw new DomainError("review_needed", journeyRefusalText("review_needed"));
    await expectWorkingKey(tx, key.accountId, key.id, now);
    const asked = { key, journey, accountId, note: input.note ?? null, now };
    return readGoLiveSettings().autoApproved.includes(journey.classification)
      ? approveAtOnce(tx, fresh, asked)
      : askSupport(tx, fresh, asked);
  });
}

const UNCHANGED = { value: undefined, audit: "unchanged" } as const;

function notProduction(): DomainError {
  return invalid("/accountId", "not_production", "Choose a production account: a key goes live there.");
}

type Asked = {
  readonly key: SandboxKey;
  readonly journey: LockedJourney;
  /** The production account. */
  readonly accountId: string;
  /** What whoever asks wrote to whoever decides. */
  readonly note: string | null;
  readonly now: Date;
};

async function approveAtOnce(
  tx: Transaction,
  ctx: AccountContext,
  asked: Asked,
): Promise<Outcome<undefined>> {
  const { key, accountId, now } = asked;
  const requesterId = ctx.user.id;
  const copy = await takeLive(tx, {
    sandbox: key,
    productionAccountId: accountId,
    requesterId,
    caseId: null,
    caseNumber: null,
    now,
  });
  await saveStep(tx, key, now, {
    migrationRequestedBy: requesterId,
    productionAccountId: accountId,
    caseId: null,
    decidedAt: now,
    decisionReason: null,
    productionKeyId: copy.key.id,
    state: "live",
  });
  await announceLive(tx, requesterId, copy, null);
  const request = entryOf(asked, { state: "live", isAutomatic: true, productionKeyId: copy.key.id });
  const records = { [key.accountId]: request, [accountId]: [request, copy.audit] };
  return { value: undefined, audit: { records } };
}

async function askSupport(tx: Transaction, ctx: AccountContext, asked: Asked): Promise<Outcome<undefined>> {
  const { key, accountId, note, now } = asked;
  const readiness = await readKeyCalls(tx, key.accountId, key.id, now);
  const prerequisites = prerequisitesOf(await readPrerequisiteFacts(tx, ctx.user.id, key), ctx.user);
  const { policy } = readGoLiveSettings();
  const opened = await openCase(tx, ctx, now, {
    keyId: key.id,
    step: { step: "migration", productionAccountId: accountId },
    evidence: evidenceOf({ request: { ...asked.journey, note }, policy, readiness, prerequisites }),
  });
  await saveStep(tx, key, now, {
    migrationRequestedBy: ctx.user.id,
    productionAccountId: accountId,
    caseId: opened.caseId,
    decidedAt: null,
    decisionReason: null,
    // One that was revoked is the way's no more.
    productionKeyId: null,
    state: "migration_requested",
  });
  const request = entryOf(asked, { state: "migration_requested", ...opened });
  return { value: undefined, audit: { records: { [key.accountId]: request, [accountId]: request } } };
}

function entryOf({ key, journey, accountId, note }: Asked, after: JsonObject): AuditEntry {
  return {
    action: "go_live.migration_requested",
    subject: subjectOf(key),
    before: { state: journey.state },
    after: { ...after, productionAccountId: accountId, ...(note === null ? {} : { note }) },
  };
}
