import { goLiveJourneys } from "@/db/schema/go-live";

import type { RequestReviewInput } from "../contracts/go-live/go-live-requests";
import { DomainError } from "../domain/errors";
import { journeyRefusalText, journeyState } from "../domain/go-live/journey";
import { prerequisitesOf } from "../domain/go-live/prerequisites";
import { reviewKey } from "../domain/go-live/review";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import { lockJourney } from "../kernel/cases/journey-row";
import { readGoLiveSettings } from "../platform/settings/env";
import { findSandboxKey } from "./find-sandbox-key";
import { expectStep, expectWorkingKey, subjectOf } from "./reading/journey-row";
import { evidenceOf, openCase } from "./open-case";
import { readKeyCalls } from "./reading/read-calls";
import { readPrerequisiteFacts } from "./reading/read-prerequisites";

/**
 * Asks for the review of a sandbox key (S2), which answers at once: passed for 30 days, not passed with what is at fault,
 * or pending, with a case of support. The same request once more changes nothing while its answer stands.
 * @throws DomainError not_found | not_key_creator | not_a_sandbox_key | forbidden | account_closed | key_already_revoked |
 *   key_expired | already_live | review_under_way | review_still_valid | migration_under_way | case_already_open
 */
export function requestReview(
  ctx: AccountContext,
  input: Omit<RequestReviewInput, "acceptsTerms"> & { readonly keyId: string },
): Promise<void> {
  const { classification, description, contact } = input;
  return change(byMember(ctx, "key:manage"), [ctx.account.id], async (tx, fresh) => {
    const key = await findSandboxKey(tx, fresh, input.keyId);
    const { now } = fresh;
    await expectWorkingKey(tx, fresh.account.id, key.id, now);
    const journey = await lockJourney(tx, key);
    const state = journey ? journeyState(journey, now) : "demo";
    if (state === "review_pending" || state === "review_passed") {
      const isSame =
        journey?.classification === classification &&
        journey.description === description &&
        journey.contact === contact;
      if (isSame) return { value: undefined, audit: "unchanged" };
    }
    // Support answers what it was asked; asking for something else in the meantime is no way around its look.
    if (state === "review_pending") {
      throw new DomainError("review_under_way", journeyRefusalText("review_under_way"));
    }
    // Before the calls are read, which takes a while and keeps the account's lock: any outcome is refused alike.
    expectStep(journey, { type: "review", outcome: "failed", at: now });
    const { policy } = readGoLiveSettings();
    const readiness = await readKeyCalls(tx, fresh.account.id, key.id, now);
    const facts = await readPrerequisiteFacts(tx, fresh.user.id, key);
    const prerequisites = prerequisitesOf(facts);
    const { outcome, findings } = reviewKey({ policy, classification, readiness, prerequisites });
    const { journey: after } = expectStep(journey, { type: "review", outcome, at: now });
    // Support reads it, to whom the person has a name.
    const told = prerequisitesOf(facts, fresh.user);
    const evidence = evidenceOf({ request: input, policy, readiness, prerequisites: told });
    const opened =
      outcome === "pending"
        ? await openCase(tx, fresh, now, { keyId: key.id, step: { step: "review" }, evidence })
        : null;
    const row = {
      reviewAccountId: fresh.account.id,
      state: `review_${outcome}` as const,
      reviewRequestedBy: fresh.user.id,
      classification,
      description,
      contact,
      reviewOutcome: outcome,
      reviewAt: now,
      reviewExpiresAt: after.reviewExpiresAt,
      findings,
      migrationRequestedBy: null,
      productionAccountId: null,
      caseId: opened?.caseId ?? null,
      decidedAt: null,
      decisionReason: null,
      productionKeyId: null,
      updatedAt: now,
    };
    const saved = await tx
      .insert(goLiveJourneys)
      .values({ keyId: key.id, accountId: fresh.account.id, ...row })
      .onConflictDoUpdate({ target: goLiveJourneys.keyId, set: row });
    if (saved.rowCount !== 1) throw new Error(`The review of key ${key.id} was not written`);
    return {
      value: undefined,
      audit: {
        action: "go_live.review_requested",
        subject: subjectOf(key),
        before: { state },
        after: {
          state: after.state,
          classification,
          description,
          contact,
          acceptsTerms: true,
          policy,
          ...opened,
          ...(findings.length > 0 ? { findings: findings.map(({ detail }) => detail) } : {}),
          ...(after.reviewExpiresAt ? { reviewExpiresAt: after.reviewExpiresAt.toISOString() } : {}),
        },
      },
    };
  });
}
