/** Transfers of the demo: an app that goes from one management account to another, or went. */
import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";

import type { Transaction } from "../client";
import { credentials, integrationKeys } from "../schema/integration-keys";
import { supportCases } from "../schema/support-cases";
import { transferConfirmations, transfers } from "../schema/transfers";
import type { JsonObject } from "../../lib/domain/record/audit-event";
import { transferStatement } from "../../lib/domain/transfers/statement";
import { TRANSFER_SIDES } from "../../lib/domain/transfers/transfer";
import { idAt } from "../../lib/platform/ids";
import type { DemoTenants } from "./demo-accounts";
import { subjectOf } from "./demo-app-rows";
import type { LiveApp } from "./demo-app-ways";
import type { PastEvent } from "./demo-audit";
import { DEMO_PEOPLE, type DemoAccountName, type DemoPerson } from "./demo-people";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** By an admin of the source, who confirms it at once; an admin of the destination a day later. */
export type DemoTransfer = {
  readonly from: DemoAccountName;
  readonly to: DemoAccountName;
  readonly openedDaysAgo: number;
  readonly reason: string;
  readonly confirmedBy: readonly [source: DemoPerson, destination?: DemoPerson];
  /** By whom of support, three days after its opening, where it was. */
  readonly carriedOutBy?: DemoPerson;
};

/** Writes a transfer, and moves the app where it was carried out. @returns what is on both records */
export async function seedTransfer(
  tx: Transaction,
  tenants: DemoTenants,
  app: LiveApp,
  spec: DemoTransfer,
  now: Date,
): Promise<PastEvent[]> {
  const openedAt = new Date(now.getTime() - spec.openedDaysAgo * DAY_MS);
  const [source, destination] = [tenants.accounts[spec.from], tenants.accounts[spec.to]];
  const facts = {
    clientId: app.facts.clientId,
    keyName: app.key.name,
    environment: source.environment,
    source: { accountId: source.id, name: source.name },
    destination: { accountId: destination.id, name: destination.name },
    credentials: "keep" as const,
    reason: spec.reason,
  };
  const statement = transferStatement(facts);
  const statementHash = createHash("sha256").update(statement).digest("hex");
  const [opener, other] = spec.confirmedBy;
  const carriedOutAt = new Date(openedAt.getTime() + 3 * DAY_MS);
  const carrier = spec.carriedOutBy ? tenants.people[spec.carriedOutBy] : null;
  const id = idAt(openedAt);
  await tx.insert(transfers).values({
    id,
    keyId: app.key.id,
    environment: source.environment,
    sourceAccountId: source.id,
    destinationAccountId: destination.id,
    reason: spec.reason,
    credentials: facts.credentials,
    statement,
    statementHash,
    state: carrier ? "carried_out" : other ? "confirmed" : "open",
    openedFor: "source",
    openedBy: tenants.people[opener],
    openedAt,
    ...(carrier ? { carriedOutAt, carriedOutBy: carrier } : {}),
  });
  await tx.insert(supportCases).values({
    id: idAt(openedAt),
    accountId: source.id,
    kind: "transfer",
    transferId: id,
    openedBy: tenants.people[opener],
    openedAt,
    message: spec.reason,
    ...(carrier
      ? { status: "granted" as const, assignedTo: carrier, closedBy: carrier, closedAt: carriedOutAt }
      : {}),
  });
  const step = { subject: subjectOf(app.key), chainIds: [source.id, destination.id] };
  const events = onBoth({
    ...step,
    at: openedAt,
    by: opener,
    action: "transfer.opened",
    after: {
      transferId: id,
      clientId: facts.clientId,
      sourceAccountId: source.id,
      destinationAccountId: destination.id,
      credentials: facts.credentials,
      openedFor: "source",
      statementHash,
    },
    reason: spec.reason,
  });
  for (const [index, side] of TRANSFER_SIDES.entries()) {
    const person = spec.confirmedBy[index];
    if (person === undefined) continue;
    const at = new Date(openedAt.getTime() + index * DAY_MS + 5 * MINUTE_MS);
    const given = {
      side,
      capacity: "account_admin" as const,
      fullName: DEMO_PEOPLE[person].name,
      statementHash,
    };
    await tx
      .insert(transferConfirmations)
      .values({ ...given, transferId: id, userId: tenants.people[person], at });
    const after = { transferId: id, ...given };
    events.push(...onBoth({ ...step, at, by: person, action: "transfer.confirmed", after }));
  }
  if (!spec.carriedOutBy) return events;
  await tx
    .update(integrationKeys)
    .set({ accountId: destination.id })
    .where(eq(integrationKeys.id, app.key.id));
  await tx.update(credentials).set({ accountId: destination.id }).where(eq(credentials.keyId, app.key.id));
  const move = {
    at: carriedOutAt,
    by: spec.carriedOutBy,
    action: "transfer.carried_out",
    subject: step.subject,
    before: { accountId: source.id, accountName: source.name },
  } as const;
  const after = {
    transferId: id,
    accountId: destination.id,
    accountName: destination.name,
    statementHash,
    credentialsRevoked: 0,
  };
  return [
    ...events,
    { ...move, chainId: source.id, after },
    { ...move, chainId: destination.id, after: { ...after, things: thingsOf(app) } },
  ];
}

function onBoth({
  chainIds,
  ...event
}: Omit<PastEvent, "chainId"> & { readonly chainIds: readonly string[] }): PastEvent[] {
  return chainIds.map((chainId) => ({ ...event, chainId }));
}

/** The app as it comes to its new account, from which the record there goes on. */
function thingsOf({ key, facts, secret }: LiveApp): JsonObject[] {
  const { credentialId, ...credential } = secret;
  return [
    {
      kind: "integration_key",
      id: key.id,
      name: key.name,
      facts: {
        ...facts,
        name: key.name,
        allowedRanges: [],
        expiresAt: null,
        revokedAt: null,
        retiresAt: null,
        redirectUris: [],
      },
    },
    {
      kind: "credential",
      id: credentialId ?? null,
      name: credential["name"] ?? null,
      facts: { ...credential, keyId: key.id, isRemoved: false },
    },
  ];
}
