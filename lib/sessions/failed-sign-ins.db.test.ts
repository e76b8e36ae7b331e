import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeTenant, type TestPerson } from "@/db/testing/tenant";

import { getMe } from "../accounts/me";
import { useDatabase } from "../kernel/database";
import { personOf } from "../kernel/people/tried-person";
import { newId } from "../platform/ids";
import { hashPassword } from "../platform/passwords/passwords";
import { dismissFailures } from "./dismiss-failures";
import { findSession } from "./find";
import { recordFailures } from "./record-failures";
import { signInWithPassword } from "./sign-in";

const database = testDatabase(useDatabase);
const PASSWORD = "correct horse battery staple";
const hash = hashPassword(PASSWORD);
const request = () => ({ requestId: newId(), address: "198.51.100.7", userAgent: "test" });

async function makePerson(): Promise<TestPerson> {
  const person = (await makeTenant(database.db, { ada: "admin" })).people.ada;
  await database.db
    .update(users)
    .set({ passwordHash: await hash })
    .where(eq(users.id, person.id));
  return person;
}

async function failTimes(email: string, count: number): Promise<void> {
  for (let time = 0; time < count; time += 1) {
    await signInWithPassword({ email, password: "wrong" }, request()).catch(() => null);
  }
}

async function signIn(person: TestPerson) {
  const from = { ...request(), address: "203.0.113.9" };
  const token = await signInWithPassword({ email: person.email, password: PASSWORD }, from);
  const found = await findSession(token);
  if (!found) throw new Error("The session was not begun");
  return { ...found, request: from };
}

async function rows(statement: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  return (await database.owner.query<Record<string, unknown>>(statement, values)).rows;
}
const eventsOf = (person: TestPerson) =>
  rows(
    `select actor_kind as by, (after->>'count')::int as count from audit_events
     where chain_id = $1 and action = 'sign_in.failed' order by sequence`,
    [person.id],
  );
const noticesOf = (person: TestPerson) =>
  rows("select kind, subject from notices where user_id = $1", [person.id]);
const anHourLater = () =>
  rows("update failed_sign_ins set looked_at = looked_at - interval '61 minutes', last_at = last_at", []);

describe("the next sign-in", () => {
  it("says how many failed before it, those that were not looked at included, until it was seen", async () => {
    const person = await makePerson();
    await failTimes(person.email, 12);
    const session = await signIn(person);
    const { failedSignIns } = await getMe(session);
    expect(failedSignIns).toMatchObject({ count: 12 });
    expect(new Date(failedSignIns?.since ?? 0).getTime()).toBeGreaterThan(Date.now() - 60_000);
    await dismissFailures({ ...session, user: { ...session.user, id: newId() } });
    expect((await getMe(session)).failedSignIns).toMatchObject({ count: 12 });
    await dismissFailures(session);
    expect((await getMe(session)).failedSignIns).toBeNull();
  });

  it("puts them on the person's record as one event, tells of them by a notice, and starts to count anew", async () => {
    const person = await makePerson();
    await failTimes(person.email, 7);
    await signIn(person);
    expect(await eventsOf(person)).toEqual([{ by: "user", count: 7 }]);
    expect(await noticesOf(person)).toEqual([
      { kind: "failed_sign_ins", subject: "7 failed sign-ins with your address" },
    ]);
    const again = await signIn(person);
    expect((await getMe(again)).failedSignIns).toBeNull();
    expect(await eventsOf(person)).toHaveLength(1);
  });

  it("says nothing in a notice of the mistakes that everybody makes, but shows them", async () => {
    const person = await makePerson();
    await failTimes(person.email, 4);
    const session = await signIn(person);
    expect((await getMe(session)).failedSignIns).toMatchObject({ count: 4 });
    expect(await noticesOf(person)).toEqual([]);
  });
});

describe("somebody who does not sign in", () => {
  it("has one event an hour and one notice a day, whoever records and however often", async () => {
    const person = await makePerson();
    await failTimes(person.email, 6);
    const recorded = await Promise.all([1, 2, 3].map(() => recordFailures()));
    expect(recorded.reduce((sum, some) => sum + some, 0)).toBe(1);
    await failTimes(person.email, 2);
    expect(await recordFailures()).toBe(0);
    await anHourLater();
    expect(await recordFailures()).toBe(1);
    await anHourLater();
    expect(await recordFailures()).toBe(0);
    expect(await eventsOf(person)).toEqual([
      { by: "system", count: 6 },
      { by: "system", count: 2 },
    ]);
    expect(await noticesOf(person)).toHaveLength(1);
    const session = await signIn(person);
    expect((await getMe(session)).failedSignIns).toMatchObject({ count: 8 });
    expect(await eventsOf(person)).toHaveLength(2);
  });

  it("and is nobody is counted alike, told nothing, and forgotten after a day", async () => {
    const email = `nobody-${newId()}@example.test`;
    await failTimes(email, 11);
    const counted = () => rows("select count from failed_sign_ins where person = $1", [personOf(email)]);
    expect(await counted()).toEqual([{ count: 11 }]);
    expect(await recordFailures()).toBe(0);
    await rows("update failed_sign_ins set last_at = last_at - interval '25 hours'", []);
    await recordFailures();
    expect(await counted()).toEqual([]);
  });
});
