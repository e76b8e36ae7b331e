import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { users } from "@/db/schema/users";

import { journeyState, type GoLiveState, type ReviewOutcome } from "../../domain/go-live/journey";
import { LOOK_MS, type Classification, type Finding } from "../../domain/go-live/review";
import { revocationOf, type KeyLife } from "../../domain/keys/key-lifecycle";
import type { CaseEvidence, CaseStatus } from "../../domain/support/cases";
import type { Reader } from "../../kernel/database";
import { IS_OWN_WAY, IS_SEEN_WAY, JOURNEY_LIFE } from "../../row-state/go-live-state";

const reviewer = alias(users, "reviewer");
const migrator = alias(users, "migrator");

/** The copy in production. The account is named while it is the one that the key was taken to. */
type ProductionKey = { readonly id: string; readonly accountId: string; readonly accountName: string | null };

/** How far a sandbox key has come, as it is shown. Instants are ISO 8601. */
export type JourneyReading = {
  readonly state: GoLiveState;
  /** The last review; null before the first. */
  readonly review: {
    readonly outcome: ReviewOutcome;
    readonly at: string;
    /** Who asked for it, by name. */
    readonly requestedBy: string;
    /** Of one that was passed. */
    readonly expiresAt: string | null;
    readonly findings: readonly Finding[];
    readonly classification: Classification;
    readonly description: string;
    readonly contact: string;
    /** Support's case, and by when it answers, while the review is pending. */
    readonly caseId: string | null;
    readonly expectedBy: string | null;
  } | null;
  /** The last request for migration since that review. */
  readonly migration: {
    /** Null where the operator's settings decided it. */
    readonly caseId: string | null;
    readonly accountId: string;
    readonly accountName: string;
    readonly requestedBy: string;
    /** What he or she wrote to whoever decides; null where nothing was, and where nobody was asked. */
    readonly note: string | null;
    /** When it was decided or withdrawn; until then when it was asked for. */
    readonly at: string;
    readonly status: CaseStatus;
    /** Why it was declined, or support's word to it. */
    readonly reason: string | null;
  } | null;
  /** The key in production; null before there is one, and once it was revoked. */
  readonly productionKey: ProductionKey | null;
  /** When the key in production was revoked, so that this one is live no more; null where it was not. */
  readonly productionKeyRevokedAt: string | null;
};

const NOT_BEGUN: JourneyReading = {
  state: "demo",
  review: null,
  migration: null,
  productionKey: null,
  productionKeyRevokedAt: null,
};

/**
 * How far a key of a sandbox account is on its way to production, as far as its own people brought it: what was asked for an
 * app before it was transferred to this account is the other account's.
 * @param now the database's clock, by which a review expires
 */
export async function readJourney(
  db: Reader,
  accountId: string,
  keyId: string,
  now: Date,
): Promise<JourneyReading> {
  const [row] = await db
    .select({
      ...JOURNEY_LIFE,
      isOwn: IS_OWN_WAY,
      outcome: goLiveJourneys.reviewOutcome,
      reviewAt: goLiveJourneys.reviewAt,
      reviewer: reviewer.name,
      migrator: migrator.name,
      accountName: accounts.name,
      decidedAt: goLiveJourneys.decidedAt,
      updatedAt: goLiveJourneys.updatedAt,
      findings: goLiveJourneys.findings,
      classification: goLiveJourneys.classification,
      description: goLiveJourneys.description,
      contact: goLiveJourneys.contact,
      caseId: goLiveJourneys.caseId,
      caseStep: supportCases.step,
      evidence: supportCases.evidence,
      productionAccountId: goLiveJourneys.productionAccountId,
      reason: goLiveJourneys.decisionReason,
      productionKey: {
        id: integrationKeys.id,
        accountId: integrationKeys.accountId,
        expiresAt: integrationKeys.expiresAt,
        revokedAt: integrationKeys.revokedAt,
        retiresAt: integrationKeys.retiresAt,
      },
    })
    .from(goLiveJourneys)
    .innerJoin(reviewer, eq(reviewer.id, goLiveJourneys.reviewRequestedBy))
    .leftJoin(migrator, eq(migrator.id, goLiveJourneys.migrationRequestedBy))
    .leftJoin(accounts, eq(accounts.id, goLiveJourneys.productionAccountId))
    .leftJoin(supportCases, eq(supportCases.id, goLiveJourneys.caseId))
    .leftJoin(integrationKeys, eq(integrationKeys.id, goLiveJourneys.productionKeyId))
    .where(and(eq(goLiveJourneys.accountId, accountId), eq(goLiveJourneys.keyId, keyId), IS_SEEN_WAY));
  if (!row) return NOT_BEGUN;
  if (!row.isOwn) return { ...NOT_BEGUN, state: journeyState(row, now) };
  const isPending = row.state === "review_pending";
  return {
    state: journeyState(row, now),
    review: {
      outcome: row.outcome,
      at: row.reviewAt.toISOString(),
      requestedBy: row.reviewer,
      expiresAt: row.reviewExpiresAt?.toISOString() ?? null,
      findings: row.findings,
      classification: row.classification,
      description: row.description,
      contact: row.contact,
      caseId: row.caseStep === "review" ? row.caseId : null,
      expectedBy: isPending ? new Date(row.reviewAt.getTime() + LOOK_MS).toISOString() : null,
    },
    migration: migrationOf(row),
    ...productionOf(row),
  };
}

function productionOf(row: {
  readonly hasProductionEnded: boolean;
  readonly productionAccountId: string | null;
  readonly accountName: string | null;
  readonly productionKey: (KeyLife & { readonly id: string; readonly accountId: string }) | null;
}): Pick<JourneyReading, "productionKey" | "productionKeyRevokedAt"> {
  if (row.productionKey === null) return { productionKey: null, productionKeyRevokedAt: null };
  if (row.hasProductionEnded) {
    const at = revocationOf(row.productionKey);
    return { productionKey: null, productionKeyRevokedAt: at?.toISOString() ?? null };
  }
  const { id, accountId } = row.productionKey;
  const accountName = accountId === row.productionAccountId ? row.accountName : null;
  return { productionKey: { id, accountId, accountName }, productionKeyRevokedAt: null };
}

function migrationOf(row: {
  readonly state: GoLiveState;
  readonly caseId: string | null;
  readonly caseStep: string | null;
  readonly evidence: CaseEvidence | null;
  readonly productionAccountId: string | null;
  readonly accountName: string | null;
  readonly migrator: string | null;
  readonly decidedAt: Date | null;
  readonly updatedAt: Date;
  readonly reason: string | null;
}): JourneyReading["migration"] {
  const status = MIGRATION_STATUS[row.state];
  if (status === undefined || row.productionAccountId === null) return null;
  const isOfCase = row.caseStep === "migration";
  return {
    caseId: isOfCase ? row.caseId : null,
    note: (isOfCase && row.evidence?.note) || null,
    accountId: row.productionAccountId,
    accountName: row.accountName ?? "",
    requestedBy: row.migrator ?? "",
    at: (row.decidedAt ?? row.updatedAt).toISOString(),
    status,
    reason: row.reason,
  };
}

const MIGRATION_STATUS: Partial<Record<GoLiveState, CaseStatus>> = {
  migration_requested: "open",
  declined: "declined",
  withdrawn: "withdrawn",
  live: "granted",
};

/** The sandbox key that a production key was taken live from; null where it was made in production. */
export async function readSandboxKey(
  db: Reader,
  productionAccountId: string,
  productionKeyId: string,
): Promise<{ readonly id: string; readonly accountId: string } | null> {
  const [row] = await db
    .select({ id: goLiveJourneys.keyId, accountId: goLiveJourneys.accountId })
    .from(goLiveJourneys)
    .innerJoin(integrationKeys, eq(integrationKeys.id, goLiveJourneys.productionKeyId))
    .where(
      and(
        eq(goLiveJourneys.productionKeyId, productionKeyId),
        eq(integrationKeys.accountId, productionAccountId),
        // Transferred since, it is no affair of the one account what the other's people have in their sandbox.
        eq(goLiveJourneys.productionAccountId, productionAccountId),
      ),
    );
  return row ?? null;
}
