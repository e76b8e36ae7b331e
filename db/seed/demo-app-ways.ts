/** How far the apps of the demo are on their way to production. */
import type { Transaction } from "../client";
import { goLiveJourneys } from "../schema/go-live";
import { integrationKeys } from "../schema/integration-keys";
import { supportCases } from "../schema/support-cases";
import { REVIEW_VALID_MS } from "../../lib/domain/go-live/journey";
import type { JsonObject } from "../../lib/domain/record/audit-event";
import { idAt } from "../../lib/platform/ids";
import type { DemoTenants } from "./demo-accounts";
import { seedSecret, subjectOf, type DemoApp, type SandboxApp } from "./demo-app-rows";
import type { PastEvent } from "./demo-audit";
import { DEMO_PEOPLE } from "./demo-people";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A review that somebody of support has to look at. */
export async function seedWaiting(
  tx: Transaction,
  tenants: DemoTenants,
  app: SandboxApp,
): Promise<PastEvent[]> {
  const { spec, key, reviewAt, evidence } = app;
  const openedBy = tenants.people[spec.by];
  const caseId = idAt(reviewAt);
  await tx.insert(supportCases).values({
    id: caseId,
    accountId: key.accountId,
    kind: "go_live",
    keyId: key.id,
    step: "review",
    evidence,
    openedBy,
    openedAt: reviewAt,
    message: spec.description,
  });
  await tx.insert(goLiveJourneys).values({
    ...journeyOf(app, openedBy),
    state: "review_pending",
    reviewOutcome: "pending",
    caseId,
    updatedAt: reviewAt,
  });
  return [reviewEvent(app, { state: "review_pending", caseId })];
}

/** The copy of an app in production. */
export type LiveApp = {
  readonly key: { readonly id: string; readonly accountId: string; readonly name: string };
  readonly facts: SandboxApp["facts"] & { readonly createdBy: string };
  /** What its secret is, as the record has it. */
  readonly secret: JsonObject;
  readonly events: readonly PastEvent[];
};

/** An app with a copy in production, which has a secret already and no redirect URI yet. */
export async function seedLive(
  tx: Transaction,
  tenants: DemoTenants,
  app: SandboxApp,
  live: NonNullable<DemoApp["live"]>,
): Promise<LiveApp> {
  const { spec, key, facts, reviewAt, evidence } = app;
  const production = tenants.accounts[live.account];
  const reviewExpiresAt = new Date(reviewAt.getTime() + REVIEW_VALID_MS);
  const requestedAt = new Date(reviewAt.getTime() + HOUR_MS);
  const grantedAt = new Date(requestedAt.getTime() + DAY_MS);
  const [requester, supporter] = [tenants.people[live.by], tenants.people[live.grantedBy]];
  const copy = { id: idAt(grantedAt), accountId: production.id, name: spec.name };
  await tx.insert(integrationKeys).values({
    ...copy,
    ...facts,
    environment: "production",
    createdBy: requester,
    createdAt: grantedAt,
    expiresAt: null,
  });
  const caseId = idAt(requestedAt);
  await tx.insert(supportCases).values({
    id: caseId,
    accountId: key.accountId,
    kind: "go_live",
    keyId: key.id,
    step: "migration",
    productionAccountId: production.id,
    evidence,
    openedBy: requester,
    openedAt: requestedAt,
    message: spec.description,
    status: "granted",
    assignedTo: supporter,
    closedBy: supporter,
    closedAt: grantedAt,
  });
  await tx.insert(goLiveJourneys).values({
    ...journeyOf(app, tenants.people[spec.by]),
    state: "live",
    reviewOutcome: "passed",
    reviewExpiresAt,
    migrationRequestedBy: requester,
    productionAccountId: production.id,
    caseId,
    decidedAt: grantedAt,
    productionKeyId: copy.id,
    updatedAt: grantedAt,
  });
  const request = {
    at: requestedAt,
    by: live.by,
    action: "go_live.migration_requested",
    subject: subjectOf(key),
    before: { state: "review_passed" },
    after: { state: "migration_requested", caseId, productionAccountId: production.id },
  } as const;
  const granted = { at: grantedAt, by: live.grantedBy } as const;
  const secret = await seedSecret(tx, {
    key: copy,
    environment: "production",
    at: new Date(grantedAt.getTime() + DAY_MS),
    by: live.by,
  });
  const events: PastEvent[] = [
    reviewEvent(app, { state: "review_passed", reviewExpiresAt: reviewExpiresAt.toISOString() }),
    { ...request, chainId: key.accountId },
    { ...request, chainId: production.id },
    {
      ...granted,
      chainId: key.accountId,
      action: "go_live.migration_granted",
      subject: subjectOf(key),
      before: { state: "migration_requested" },
      after: { state: "live", productionAccountId: production.id, productionKeyId: copy.id, caseId },
    },
    {
      ...granted,
      chainId: production.id,
      action: "key.taken_live",
      subject: subjectOf(copy),
      after: {
        ...facts,
        allowedRanges: [],
        createdBy: requester,
        expiresAt: null,
        sandboxKeyId: key.id,
        requestedBy: requester,
        caseId,
      },
    },
    secret,
  ];
  return { key: copy, facts: { ...facts, createdBy: requester }, secret: secret.after ?? {}, events };
}

function journeyOf({ spec, key, reviewAt }: SandboxApp, reviewRequestedBy: string) {
  return {
    keyId: key.id,
    accountId: key.accountId,
    reviewRequestedBy,
    classification: spec.classification,
    description: spec.description,
    contact: DEMO_PEOPLE[spec.by].email,
    reviewAt,
    findings: [],
  };
}

function reviewEvent(
  { spec, key, reviewAt }: SandboxApp,
  after: { readonly state: string; readonly caseId?: string; readonly reviewExpiresAt?: string },
): PastEvent {
  return {
    chainId: key.accountId,
    at: reviewAt,
    by: spec.by,
    action: "go_live.review_requested",
    subject: subjectOf(key),
    before: { state: "demo" },
    after: {
      classification: spec.classification,
      description: spec.description,
      contact: DEMO_PEOPLE[spec.by].email,
      acceptsTerms: true,
      policy: "calls",
      ...after,
    },
  };
}
