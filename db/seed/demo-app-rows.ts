/** What an app of the demo is in its sandbox: its row, what it is set up with, and its calls. */
import type { Transaction } from "../client";
import { credentials, integrationKeys, redirectUris } from "../schema/integration-keys";
import { CALLS_NEEDED } from "../../lib/domain/go-live/readiness";
import type { Classification } from "../../lib/domain/go-live/review";
import { sortScopes, type Scope } from "../../lib/domain/keys/scopes";
import type { CaseEvidence } from "../../lib/domain/support/cases";
import { idAt, newGuid } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { DemoTenants } from "./demo-accounts";
import type { PastEvent } from "./demo-audit";
import { DEMO_PEOPLE, type DemoAccountName, type DemoPerson } from "./demo-people";
import { countingCalls, playScript, type ScriptedCall } from "./demo-script";
import type { DemoCaller } from "./demo-traffic";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CALLS = 24;
/** Calls come every eight minutes, so that all are within a few hours. */
const EVERY_MINUTES = 8;

export type DemoApp = {
  readonly name: string;
  /** The sandbox account in which it was made. */
  readonly account: DemoAccountName;
  readonly by: DemoPerson;
  readonly scopes: readonly Scope[];
  readonly redirectUris: readonly string[];
  readonly caller: DemoCaller;
  readonly createdDaysAgo: number;
  /** The calls that the review rests on begin so many days ago; the review was asked for a day later. */
  readonly calledDaysAgo: number;
  readonly classification: Classification;
  readonly description: string;
  /** Who asked for the migration and who granted it, of an app that is live. */
  readonly live?: {
    readonly account: DemoAccountName;
    readonly by: DemoPerson;
    readonly grantedBy: DemoPerson;
  };
};

export type SandboxApp = Awaited<ReturnType<typeof seedSandboxApp>>;

/** Writes an app in its sandbox. @returns it, with its calls and what is on the record */
export async function seedSandboxApp(tx: Transaction, tenants: DemoTenants, spec: DemoApp, now: Date) {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const createdAt = ago(spec.createdDaysAgo);
  const reviewAt = ago(spec.calledDaysAgo - 1);
  const key = { id: idAt(createdAt), accountId: tenants.accounts[spec.account].id, name: spec.name };
  const clientId = newGuid();
  const facts = { clientId, method: "oauth" as const, scopes: sortScopes(spec.scopes), isPublic: false };
  await tx.insert(integrationKeys).values({
    ...key,
    ...facts,
    environment: "sandbox",
    createdBy: tenants.people[spec.by],
    createdAt,
    expiresAt: null,
  });
  const setUpAt = new Date(createdAt.getTime() + HOUR_MS);
  const secretId = idAt(setUpAt);
  const secret = await seedSecret(tx, {
    id: secretId,
    key,
    environment: "sandbox",
    at: setUpAt,
    by: spec.by,
  });
  await tx
    .insert(redirectUris)
    .values(
      spec.redirectUris.map((uri, position) => ({ accountId: key.accountId, keyId: key.id, uri, position })),
    );
  const subject = subjectOf(key);
  const script = countingCalls(CALLS, spec.calledDaysAgo * 24 * 60, EVERY_MINUTES);
  const events: PastEvent[] = [
    {
      chainId: key.accountId,
      at: createdAt,
      by: spec.by,
      action: "key.created",
      subject,
      after: { ...facts, allowedRanges: [], expiresAt: null },
    },
    secret,
    {
      chainId: key.accountId,
      at: new Date(setUpAt.getTime() + MINUTE_MS),
      by: spec.by,
      action: "key.redirect_uris_changed",
      subject,
      before: { redirectUris: [] },
      after: { redirectUris: [...spec.redirectUris] },
    },
  ];
  return {
    spec,
    key,
    facts,
    secretId,
    reviewAt,
    evidence: evidenceOf(spec, script, now),
    events,
    calls: {
      // An app calls with access tokens, which are kept for hours.
      ids: {
        accountId: key.accountId,
        keyId: key.id,
        credentialId: newGuid(),
        userId: tenants.people[spec.by],
      },
      calls: playScript(script, spec.caller, now),
    },
  };
}

/** Writes a client secret, which is thrown away. @returns what is on the record of it */
export async function seedSecret(
  tx: Transaction,
  added: {
    readonly key: { readonly id: string; readonly accountId: string; readonly name: string };
    readonly environment: "sandbox" | "production";
    readonly at: Date;
    readonly by: DemoPerson;
    readonly id?: string;
    readonly name?: string;
  },
): Promise<PastEvent> {
  const { key, environment, at, by, id = idAt(at), name = "Server" } = added;
  const { hash, lastFour } = newSecret("iks", environment);
  const row = { id, name, lastFour };
  await tx.insert(credentials).values({
    ...row,
    keyId: key.id,
    accountId: key.accountId,
    kind: "client_secret",
    secretHash: hash,
    createdAt: at,
  });
  return {
    chainId: key.accountId,
    at,
    by,
    action: "key.secret_added",
    subject: subjectOf(key),
    after: { credentialId: row.id, kind: "client_secret", name: row.name, lastFour, expiresAt: null },
  };
}

function evidenceOf(spec: DemoApp, script: readonly ScriptedCall[], now: Date): CaseEvidence {
  const at = (call: ScriptedCall | undefined) =>
    call ? new Date(now.getTime() - call.minutesAgo * MINUTE_MS).toISOString() : null;
  return {
    classification: spec.classification,
    description: spec.description,
    contact: DEMO_PEOPLE[spec.by].email,
    policy: "calls",
    window: { count: script.length, needed: CALLS_NEEDED, from: at(script[0]), to: at(script.at(-1)) },
    violations: [],
    prerequisites: [],
  };
}

/** An app as the record names it. */
export const subjectOf = ({ id, name }: { readonly id: string; readonly name: string }) => ({
  kind: "integration_key",
  id,
  name,
});
