/** Two accounts with something of every kind in the first: what isolation is tested with (I6). */
import { eq } from "drizzle-orm";

import type { Database } from "../../db/client";
import { accounts, memberships } from "../../db/schema/accounts";
import { oauthConsents, organizationConsents } from "../../db/schema/oauth";
import { supportCases } from "../../db/schema/support-cases";
import { notices } from "../../db/schema/jobs";
import { invitations } from "../../db/schema/mailed-links";
import { sessions, users } from "../../db/schema/users";
import { makeApp } from "../../db/testing/app";
import { ownersOf } from "../../db/testing/arranging";
import { makeKey } from "../../db/testing/key";
import { makeClaim, makeOrganization } from "../../db/testing/organization";
import { contextOf, makeTenant, type Tenant } from "../../db/testing/tenant";
import { addClientSecret } from "../../lib/integration-keys/apps/add-secret";
import { addKeyPair } from "../../lib/integration-keys/apps/add-key-pair";
import { createIntegrationKey } from "../../lib/integration-keys/keys/making/create";
import { newId } from "../../lib/platform/ids";
import { openTransfer } from "../../lib/transfers/steps/open-transfer";
import { cookieOf, type Person } from "../console";
import { SAMPLE_PUBLIC_KEY } from "./samples";

export type TwoTenants = {
  readonly ours: Tenant<"admin" | "other">;
  readonly theirs: Tenant<"admin">;
  /** One of the operator's own people. */
  readonly staff: Person;
  /** Ids of objects of the first account, by the name that parameters of addresses have for them. */
  readonly ids: Readonly<Record<string, string>>;
  /** The same where an address is about what apps alone have. */
  readonly appIds: Readonly<Record<string, string>>;
  /** The same where an address is about what sandbox accounts alone have: the same people's sandbox. */
  readonly sandboxIds: Readonly<Record<string, string>>;
  /** Texts that only the first account may see. */
  readonly privateTexts: readonly string[];
};

/**
 * Makes two accounts with everything that one must not see of the other. A handler with a new kind of id needs a line in
 * `ids`: its tests say so.
 */
export async function makeTwoTenants(db: Database): Promise<TwoTenants> {
  const ours = await makeTenant(db, { admin: "admin", other: "member" });
  const theirs = await makeTenant(db, { admin: "admin" });
  const { key } = await createIntegrationKey(contextOf(ours, "admin"), {
    name: `Private key ${ours.account.id.slice(-6)}`,
    method: "long_lived",
    scopes: ["agreements:read"],
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
  const organization = {
    accountIds: [ours.account.id],
    adminIds: [ours.people.admin.id],
  };
  const organizationId = await makeOrganization(db, organization);
  const { id: domainId } = await makeClaim(db, organizationId, { domain: `d${organizationId}.example` });
  const ids = {
    organizationId,
    domainId,
    accountId: ours.account.id,
    keyId: key.id,
    memberId: ours.people.other.membershipId,
    userId: ours.people.other.id,
    caseId: await openCase(db, ours),
    sessionId: await startSecondSession(db, ours.people.admin),
    noticeId: await writeNotice(db, ours),
    invitationId: await writeInvitation(db, ours),
    consentId: await writeConsent(db, ours),
    authorizedAppId: await writeAuthorizedApp(db, ours, organizationId),
    ...(await openOwnTransfer(db, ours)),
  };
  const appIds = { ...ids, ...(await makeWholeApp(db, ours)) };
  const sandboxIds = await makeSandbox(db, ours);
  const people = Object.values(ours.people).flatMap((person) => [person.id, person.email]);
  const staff = await makeStaff(db);
  return {
    ours,
    theirs,
    staff,
    ids,
    appIds,
    sandboxIds,
    privateTexts: [
      ...Object.values(ids),
      ...Object.values(appIds),
      ...Object.values(sandboxIds),
      key.clientId,
      key.name,
      ...people,
    ],
  };
}

/** Brings back what a request before has ended: whoever left the account or was deactivated, and the account itself. */
export async function reopen(db: Database, { ours }: TwoTenants): Promise<void> {
  const owner = ownersOf(db);
  const { id } = ours.account;
  await owner.update(accounts).set({ status: "active", closedAt: null }).where(eq(accounts.id, id));
  await owner
    .update(memberships)
    .set({ status: "active", deactivatedAt: null })
    .where(eq(memberships.accountId, id));
  for (const person of Object.values(ours.people)) {
    await owner.update(users).set({ status: "active" }).where(eq(users.id, person.id));
  }
}

/** Of what apps alone have. */
export const APP_ADDRESS = /\/(secrets|key-pairs|redirect-uris|implicit|consents)(\/|$)/;

/** Of what support alone does. */
export const STAFF_ADDRESS = /^\/api\/(support\/|transfers\/\[transferId\]\/(carry-out|undo)$)/;

/** Of what sandbox accounts alone have. */
const SANDBOX_ADDRESS = /\/integration-keys\/\[keyId\]\/go-live(\/|$)/;

/** Ids of the first account for an address of this pattern. */
export function idsOf(tenants: TwoTenants, pattern: string): Readonly<Record<string, string>> {
  if (SANDBOX_ADDRESS.test(pattern)) return tenants.sandboxIds;
  return APP_ADDRESS.test(pattern) ? tenants.appIds : tenants.ids;
}

async function makeWholeApp(db: Database, ours: Tenant<"admin">) {
  const ctx = contextOf(ours, "admin");
  const app = await makeApp(db, ours.account, ours.people.admin.id);
  const { secret } = await addClientSecret(ctx, { keyId: app.id, name: "Server" });
  const pair = { keyId: app.id, name: "Server", publicKey: SAMPLE_PUBLIC_KEY };
  const { keyPair } = await addKeyPair(ctx, pair);
  return { keyId: app.id, secretId: secret.id, keyPairId: keyPair.id };
}

/** A consent of the admin, to an app of the account. */
async function writeConsent(db: Database, ours: Tenant<"admin">): Promise<string> {
  const { id: userId } = ours.people.admin;
  const { id: keyId } = await makeApp(db, ours.account, userId);
  const id = newId();
  const now = new Date();
  const consent = { id, userId, keyId, accountId: ours.account.id, scopes: ["signature"] };
  await db.insert(oauthConsents).values({ ...consent, givenAt: now, confirmedAt: now });
  return id;
}

/** An app of the account that its organization lets act for everybody. */
async function writeAuthorizedApp(
  db: Database,
  ours: Tenant<"admin">,
  organizationId: string,
): Promise<string> {
  const { id: givenBy } = ours.people.admin;
  const { id: keyId } = await makeApp(db, ours.account, givenBy);
  const id = newId();
  const consent = { id, organizationId, keyId, scopes: ["signature"], givenBy, givenAt: new Date() };
  await db.insert(organizationConsents).values(consent);
  return id;
}

/** A transfer that waits, and what another could be opened with. */
async function openOwnTransfer(db: Database, ours: Tenant<"admin">) {
  const elsewhere = await makeTenant(db, {});
  const accounts = { sourceAccountId: ours.account.id, destinationAccountId: elsewhere.account.id };
  const [moved, another] = [
    await makeApp(db, ours.account, ours.people.admin.id),
    await makeApp(db, ours.account, ours.people.admin.id),
  ];
  const transferId = await openTransfer(contextOf(ours, "admin"), {
    ...accounts,
    clientId: moved.clientId,
    reason: "The team has moved",
    credentials: "keep",
  });
  return { ...accounts, transferId, clientId: another.clientId };
}

async function makeSandbox(db: Database, ours: Tenant<"admin">) {
  const { account } = await makeTenant(db, {}, { environment: "sandbox" });
  const { id: userId } = ours.people.admin;
  await ownersOf(db).insert(memberships).values({
    id: newId(),
    accountId: account.id,
    environment: account.environment,
    userId,
    profile: "admin",
  });
  return { accountId: account.id, keyId: (await makeKey(db, account, userId)).id };
}

async function openCase(db: Database, ours: Tenant<"admin">): Promise<string> {
  const id = newId();
  await db.insert(supportCases).values({
    id,
    accountId: ours.account.id,
    kind: "access_request",
    openedBy: ours.people.admin.id,
    openedAt: new Date(),
    message: "We would like to build something",
  });
  return id;
}

async function startSecondSession(db: Database, person: Person): Promise<string> {
  await cookieOf(person);
  const [session] = await db
    .select({ id: sessions.publicId })
    .from(sessions)
    .where(eq(sessions.userId, person.id));
  if (!session) throw new Error("The session was not kept");
  return session.id;
}

async function writeNotice(db: Database, ours: Tenant<"admin">): Promise<string> {
  const id = newId();
  await db.insert(notices).values({
    id,
    userId: ours.people.admin.id,
    accountId: ours.account.id,
    kind: "keys_knocking",
    eventKey: "test",
    subject: `A key of ${ours.account.name} is still called in vain`,
    lines: [{ link: null, text: "Find the programs that call." }],
  });
  return id;
}

async function writeInvitation(db: Database, ours: Tenant<"admin">): Promise<string> {
  const id = newId();
  await db.insert(invitations).values({
    id,
    accountId: ours.account.id,
    environment: ours.account.environment,
    email: `invited.${id.slice(-12)}@example.test`,
    profile: "member",
    invitedBy: ours.people.admin.id,
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  return id;
}

async function makeStaff(db: Database): Promise<Person> {
  const id = newId();
  const person = { id, email: `staff.${id.slice(-12)}@countersign.test`, name: "Staff" };
  await ownersOf(db)
    .insert(users)
    .values({ ...person, staffRole: "support" });
  return person;
}
