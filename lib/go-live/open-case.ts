import { supportCases } from "@/db/schema/support-cases";

import { DomainError } from "../domain/errors";
import type { Prerequisite } from "../domain/go-live/prerequisites";
import { CALLS_NEEDED, type Readiness } from "../domain/go-live/readiness";
import type { Classification, GoLivePolicy } from "../domain/go-live/review";
import type { CaseEvidence } from "../domain/support/cases";
import type { AccountContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { newId } from "../platform/ids";

/** Violations that support reads of: the latest broken rules tell enough. */
const VIOLATIONS_KEPT = 20;

/** What was asked for, and what is known of the key at this moment. */
export function evidenceOf(facts: {
  readonly request: {
    readonly classification: Classification;
    readonly description: string;
    readonly contact: string;
    /** A word to whoever decides, where one was written. */
    readonly note?: string | null;
  };
  readonly policy: GoLivePolicy;
  readonly readiness: Readiness;
  readonly prerequisites: readonly Prerequisite[];
}): CaseEvidence {
  const { classification, description, contact, note = null } = facts.request;
  const { window, violations } = facts.readiness;
  return {
    classification,
    description,
    contact,
    ...(note === null ? {} : { note }),
    policy: facts.policy,
    window: {
      count: window.count,
      needed: CALLS_NEEDED,
      from: window.from?.toISOString() ?? null,
      to: window.to?.toISOString() ?? null,
    },
    violations: violations
      .slice(-VIOLATIONS_KEPT)
      .map(({ rule, callIds, path }) => ({ rule, calls: callIds.length, path })),
    prerequisites: facts.prerequisites,
  };
}

/**
 * Asks support about a key. A key has one open case.
 * @param step with the production account, where it is about one
 * @throws DomainError case_already_open
 */
export async function openCase(
  tx: Transaction,
  ctx: AccountContext,
  now: Date,
  opened: {
    readonly keyId: string;
    readonly step:
      | { readonly step: "review" }
      | { readonly step: "migration"; readonly productionAccountId: string };
    readonly evidence: CaseEvidence;
  },
): Promise<{ readonly caseId: string; readonly caseNumber: number }> {
  const id = newId();
  const [made] = await tx
    .insert(supportCases)
    .values({
      id,
      accountId: ctx.account.id,
      kind: "go_live",
      keyId: opened.keyId,
      ...opened.step,
      evidence: opened.evidence,
      openedBy: ctx.user.id,
      openedAt: now,
      message: opened.evidence.description,
    })
    .onConflictDoNothing()
    .returning({ number: supportCases.number });
  if (!made) {
    throw new DomainError(
      "case_already_open",
      "Support has a case of this key, or of another key of the account, already. Ask again once it is answered.",
    );
  }
  return { caseId: id, caseNumber: made.number };
}
