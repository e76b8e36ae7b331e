import type { Transaction } from "../client";
import { credentials, integrationKeys } from "../schema/integration-keys";
import type { KeyLife } from "../../lib/domain/keys/key-lifecycle";
import { sortScopes } from "../../lib/domain/keys/scopes";
import { idAt, newGuid } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { DemoTenants } from "./demo-accounts";
import type { PastEvent } from "./demo-audit";
import type { DemoKey } from "./demo-key";
import { DEMO_KEYS } from "./demo-keys";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type DemoKeyRow = {
  readonly id: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly credentialId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly life: KeyLife;
  readonly spec: DemoKey;
  readonly predecessor: DemoKeyRow | null;
};

/** Writes the keys of the demo. Their secrets are thrown away: nobody can call with them. */
export async function seedKeys(tx: Transaction, tenants: DemoTenants, now: Date): Promise<DemoKeyRow[]> {
  const rows: DemoKeyRow[] = [];
  for (const spec of DEMO_KEYS) {
    const predecessor = rows.find((row) => row.spec.name === spec.replaces?.name) ?? null;
    const row = rowOf(tenants, spec, predecessor, now);
    const { environment } = tenants.accounts[spec.account];
    const secret = newSecret("ik", environment);
    await tx.insert(integrationKeys).values({
      id: row.id,
      accountId: row.accountId,
      environment,
      clientId: row.clientId,
      name: spec.name,
      method: "long_lived",
      scopes: sortScopes(spec.scopes),
      allowedRanges: [...(spec.allowedRanges ?? [])],
      createdBy: tenants.people[spec.by],
      createdAt: row.createdAt,
      ...row.life,
      revokedBy: spec.revoked ? tenants.people[spec.revoked.by] : null,
      revokeReason: spec.revoked?.reason ?? null,
      revocationConfirmedAt: row.life.revokedAt && new Date(row.life.revokedAt.getTime() + COMMIT_MS),
      replacesKeyId: predecessor?.id ?? null,
      prefix: secret.prefix,
      lastFour: secret.lastFour,
    });
    await tx.insert(credentials).values({
      id: row.credentialId,
      keyId: row.id,
      accountId: row.accountId,
      kind: "long_lived",
      secretHash: secret.hash,
      createdAt: row.createdAt,
    });
    rows.push(row);
  }
  return rows;
}

function rowOf(tenants: DemoTenants, spec: DemoKey, predecessor: DemoKeyRow | null, now: Date): DemoKeyRow {
  const createdAt = workingTime(now, spec.createdDaysAgo, spec.name.length);
  const expiresAt = new Date(createdAt.getTime() + (spec.createdDaysAgo + spec.expiresInDays) * DAY_MS);
  return {
    id: idAt(createdAt),
    clientId: newGuid(),
    accountId: tenants.accounts[spec.account].id,
    credentialId: idAt(createdAt),
    createdAt,
    expiresAt,
    life: {
      expiresAt,
      revokedAt: spec.revoked ? workingTime(now, spec.revoked.daysAgo, spec.name.length + 3) : null,
      retiresAt: retirementOf(spec, now),
    },
    spec,
    predecessor,
  };
}

/** About what a commit takes. */
const COMMIT_MS = 4;

/** The end of the overlap of a key whose successor is in the table. */
function retirementOf(spec: DemoKey, now: Date): Date | null {
  const successor = DEMO_KEYS.find((key) => key.replaces?.name === spec.name);
  if (!successor?.replaces) return null;
  const replacedAt = workingTime(now, successor.createdDaysAgo, successor.name.length);
  return new Date(replacedAt.getTime() + successor.replaces.overlapDays * DAY_MS);
}

/** An instant of that day at which people work. @param variety any number, so that not all happens at once */
function workingTime(now: Date, daysAgo: number, variety: number): Date {
  const day = Math.floor((now.getTime() - daysAgo * DAY_MS) / DAY_MS) * DAY_MS;
  return new Date(day + 8 * HOUR_MS + ((variety * 2_477_003) % (8 * HOUR_MS)));
}

/** How a key came to be and ended, as the console would have put it on the record. */
export function keyEvents(row: DemoKeyRow): PastEvent[] {
  const { spec, accountId, life } = row;
  const subject = { kind: "integration_key", id: row.id, name: spec.name };
  const created: PastEvent = {
    chainId: accountId,
    at: row.createdAt,
    by: spec.by,
    action: "key.created",
    subject,
    after: {
      clientId: row.clientId,
      method: "long_lived",
      scopes: sortScopes(spec.scopes),
      allowedRanges: spec.allowedRanges ?? [],
      expiresAt: row.expiresAt.toISOString(),
    },
  };
  const events = [row.predecessor ? replacement(row, row.predecessor) : created];
  if (spec.revoked && life.revokedAt) {
    events.push({
      chainId: accountId,
      at: life.revokedAt,
      by: spec.revoked.by,
      action: "key.revoked",
      subject,
      before: { revokedAt: null, retiresAt: null },
      after: { revokedAt: life.revokedAt.toISOString() },
      reason: spec.revoked.reason,
    });
  }
  return events;
}

function replacement(row: DemoKeyRow, old: DemoKeyRow): PastEvent {
  return {
    chainId: row.accountId,
    at: row.createdAt,
    by: row.spec.by,
    action: "key.replaced",
    subject: { kind: "integration_key", id: old.id, name: old.spec.name },
    before: { scopes: sortScopes(old.spec.scopes), expiresAt: old.expiresAt.toISOString() },
    after: {
      successorId: row.id,
      clientId: row.clientId,
      name: row.spec.name,
      scopes: sortScopes(row.spec.scopes),
      expiresAt: row.expiresAt.toISOString(),
      overlapSeconds: ((row.spec.replaces?.overlapDays ?? 0) * DAY_MS) / 1000,
      oldKeyEndsAt: old.life.retiresAt?.toISOString() ?? null,
    },
  };
}
