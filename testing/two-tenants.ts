/** Two accounts with something of every kind in the first: what isolation is tested with (I6). */
import { eq } from "drizzle-orm";

import type { Database } from "../db/client";
import { supportCases } from "../db/schema/support-cases";
import { notices } from "../db/schema/jobs";
import { sessions, users } from "../db/schema/users";
import { contextOf, makeTenant, type Tenant } from "../db/testing/tenant";
import { createIntegrationKey } from "../lib/integration-keys/create";
import { newId } from "../lib/platform/ids";
import { cookieOf, type Person } from "./console";

export type TwoTenants = {
  readonly ours: Tenant<"admin" | "other">;
  readonly theirs: Tenant<"admin">;
  /** One of the operator's own people. */
  readonly staff: Person;
  /** Ids of objects of the first account, by the name that parameters of addresses have for them. */
  readonly ids: Readonly<Record<string, string>>;
  /** Texts that only the first account may see. */
  readonly privateTexts: readonly string[];
};

/** Makes both accounts. A route with a new kind of id needs a line in `ids`: its tests say so. */
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
  const ids = {
    accountId: ours.account.id,
    keyId: key.id,
    memberId: ours.people.other.membershipId,
    caseId: await openCase(db, ours),
    sessionId: await startSecondSession(db, ours.people.admin),
    noticeId: await writeNotice(db, ours),
  };
  const people = Object.values(ours.people).flatMap((person) => [person.id, person.email]);
  const staff = await makeStaff(db);
  return {
    ours,
    theirs,
    staff,
    ids,
    privateTexts: [...Object.values(ids), key.clientId, key.name, ...people],
  };
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

async function makeStaff(db: Database): Promise<Person> {
  const id = newId();
  const person = { id, email: `staff.${id.slice(-12)}@countersign.test`, name: "Staff" };
  await db.insert(users).values({ ...person, staffRole: "support" });
  return person;
}
