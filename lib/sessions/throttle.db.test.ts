import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeTenant, type TestPerson } from "@/db/testing/tenant";

import type { DomainError } from "../domain/errors";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { hashPassword } from "../platform/passwords/passwords";
import { setPassword } from "../provisioning/set-password";
import { changePassword } from "./change-password";
import { findSession } from "./find";
import { signInWithPassword, type KnownDevice } from "./sign-in";

// Passwords are slow to check by design, and some of these check more than a hundred.
vi.setConfig({ testTimeout: 30_000 });

const database = testDatabase(useDatabase);

/** A command of the operator, which connects as the tables' owner. */
async function byOperator<T>(command: () => Promise<T>): Promise<T> {
  useDatabase(database.ownerDb);
  return command().finally(() => useDatabase(database.db));
}
const PASSWORD = "correct horse battery staple";
const hash = hashPassword(PASSWORD);

let addresses = 0;
beforeEach(() => {
  addresses = 0;
});
/** A request from an address that nobody has used in this test. */
const request = () => {
  addresses += 1;
  const network = newId().slice(-4);
  return {
    requestId: newId(),
    address: `2001:db8:${network}:${addresses.toString(16)}::1`,
    userAgent: "test",
  };
};

async function makePerson(): Promise<TestPerson> {
  const person = (await makeTenant(database.db, { ada: "admin" })).people.ada;
  await database.db
    .update(users)
    .set({ passwordHash: await hash })
    .where(eq(users.id, person.id));
  return person;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    (error: DomainError) => error.code,
  );

type From = ReturnType<typeof request>;
const tryIt = (email: string, password: string, from: From = request(), device: KnownDevice | null = null) =>
  codeOf(signInWithPassword({ email, password }, from, device));
const wrong = (email: string, from?: From, device?: KnownDevice) => tryIt(email, "wrong", from, device);
const right = (email: string, from?: From, device?: KnownDevice) => tryIt(email, PASSWORD, from, device);
const newDevice = (at = new Date()): KnownDevice => ({ id: newId(), at });

async function times(count: number, work: () => Promise<string>): Promise<string[]> {
  const codes: string[] = [];
  for (let time = 0; time < count; time += 1) codes.push(await work());
  return codes;
}
const owner = (statement: string, values: unknown[] = []) => database.owner.query(statement, values);
/** As if so many had failed everywhere. */
const failedEverywhere = (count: number) =>
  owner("update sign_in_failures set count = $1 where subject like 'person:%'", [count]);

const hostOfNetwork = (host: number) => ({ ...request(), address: `2001:db8:64:64:${host.toString(16)}::1` });
const waits = async (email: string, count: number) => {
  await wrong(email);
  await failedEverywhere(count);
  const error: unknown = await signInWithPassword({ email, password: "wrong" }, request()).catch(
    (reason: unknown) => reason,
  );
  return error as DomainError;
};
const countedRows = async () => (await owner("select subject, count from sign_in_failures order by 1")).rows;

async function openSession(person: TestPerson) {
  const token = await signInWithPassword({ email: person.email, password: PASSWORD }, request());
  const found = await findSession(token);
  if (!found) throw new Error("The session was not begun");
  return { ...found, request: request() };
}

describe("eleven wrong tries", () => {
  it("from anywhere lock nobody out: the right password signs in from another place, by any browser", async () => {
    const person = await makePerson();
    await times(11, () => wrong(person.email));
    expect(await right(person.email)).toBe("ok");
    const guesser = request();
    expect((await times(11, () => wrong(person.email, guesser))).at(-1)).toBe("too_many_attempts");
    expect(await right(person.email)).toBe("ok");
  });

  it("from one place are too many there: ten are looked at in a quarter of an hour, however many at once", async () => {
    const person = await makePerson();
    const from = request();
    const codes: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      codes.push(...(await Promise.all([1, 2, 3, 4, 5].map(() => wrong(person.email, from)))));
    }
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(10);
    expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(15);
    // The right password is not looked at either, until the window has passed.
    expect(await right(person.email, from)).toBe("too_many_attempts");
    await owner("update sign_in_failures set window_start = now() - interval '16 minutes'");
    expect(await right(person.email, from)).toBe("ok");
  });

  it("from one network of IPv6 come from one place", async () => {
    const person = await makePerson();
    for (let host = 0; host < 10; host += 1) await wrong(person.email, hostOfNetwork(host));
    expect(await right(person.email, hostOfNetwork(99))).toBe("too_many_attempts");
  });

  it("are no reason to lock a browser that has signed the person in before, wherever it is", async () => {
    const person = await makePerson();
    const guesser = request();
    await times(12, () => wrong(person.email, guesser));
    await failedEverywhere(5_000);
    expect(await right(person.email)).toBe("too_many_attempts");
    expect(await right(person.email, guesser, newDevice())).toBe("ok");
  });
});

describe("a browser that is known", () => {
  it("is held up by its own tries, and only for the person that they name", async () => {
    const [ada, grace] = [await makePerson(), await makePerson()];
    const device = newDevice();
    const codes = await times(11, () => wrong(ada.email, undefined, device));
    expect(codes.at(-1)).toBe("too_many_attempts");
    expect(await right(ada.email, undefined, device)).toBe("too_many_attempts");
    expect(await right(grace.email, undefined, device)).toBe("ok");
    expect(await right(ada.email, undefined, newDevice())).toBe("ok");
  });

  it("is one as all others once the person has another password", async () => {
    const person = await makePerson();
    const device = newDevice(new Date(Date.now() - 60_000));
    await byOperator(async () => setPassword("test", person.email, await hash));
    await wrong(person.email);
    await failedEverywhere(5_000);
    expect(await right(person.email, undefined, device)).toBe("too_many_attempts");
    expect(await right(person.email, undefined, newDevice())).toBe("ok");
  });
});

describe("fifty wrong tries behind one address", () => {
  it("lock nobody else behind it: each person is looked at there, three times with a wrong password", async () => {
    const from = request();
    for (let index = 0; index < 55; index += 1) await wrong(`guess-${index}@example.test`, from);
    const [ada, grace] = [await makePerson(), await makePerson()];
    expect(await right(ada.email, from)).toBe("ok");
    expect(await times(4, () => wrong(grace.email, from))).toEqual([
      ...Array.from({ length: 3 }, () => "invalid_credentials"),
      "too_many_attempts",
    ]);
    expect(await right(grace.email, from, newDevice())).toBe("ok");
    expect(await right(grace.email)).toBe("ok");
  });
});

describe("guessers everywhere", () => {
  it("are slowed down after a hundred tries at one person, the more the more they try, and told alike of nobody", async () => {
    const person = await makePerson();
    for (const [count, seconds] of [
      [100, 1],
      [150, 4],
      [1_000, 900],
    ] as const) {
      const known = await waits(person.email, count);
      const unknown = await waits(`nobody-${count}@example.test`, count);
      for (const error of [known, unknown]) {
        expect(error).toMatchObject({ code: "too_many_attempts", retryAfterSeconds: seconds });
      }
      expect(unknown.message).toBe(known.message);
      await owner("update sign_in_failures set last_at = last_at - interval '1 hour'");
    }
    expect(await right(person.email)).toBe("ok");
  });

  it("leave no trace with a try that is not looked at", async () => {
    const person = await makePerson();
    await wrong(person.email);
    await failedEverywhere(5_000);
    const before = await countedRows();
    expect(await times(5, () => wrong(person.email))).not.toContain("invalid_credentials");
    expect(await countedRows()).toEqual(before);
  });
});

describe("the right password", () => {
  it("forgives: nine mistakes, a success, and nine more", async () => {
    const person = await makePerson();
    const from = request();
    for (let round = 0; round < 2; round += 1) {
      await times(9, () => wrong(person.email, from));
      expect(await right(person.email, from)).toBe("ok");
    }
  });

  it("does not wipe out what others have tried", async () => {
    const person = await makePerson();
    await times(5, () => wrong(person.email));
    expect(await right(person.email)).toBe("ok");
    const { rows } = await owner(
      "select count from sign_in_failures where subject like 'person:%' order by last_at desc limit 1",
    );
    expect(rows).toEqual([{ count: 5 }]);
  });

  it("tells how long to wait, and a refused try makes the wait no longer", async () => {
    const person = await makePerson();
    const from = request();
    await times(10, () => wrong(person.email, from));
    await owner("update sign_in_failures set window_start = now() - interval '14 minutes'");
    for (let time = 0; time < 3; time += 1) {
      const error: unknown = await signInWithPassword({ email: person.email, password: "x" }, from).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: "too_many_attempts" });
      expect((error as DomainError).retryAfterSeconds).toBeLessThanOrEqual(60);
    }
  });
});

it("the operator's new password ends every slow-down of the person", async () => {
  const person = await makePerson();
  const from = request();
  await times(12, () => wrong(person.email, from));
  await failedEverywhere(5_000);
  await byOperator(async () => setPassword("test", person.email, await hash));
  expect(await right(person.email, from)).toBe("ok");
});

describe("changing the password in an open session", () => {
  const NEXT = "purple anchor velvet mongoose";

  it("is not stopped by whoever fails to sign in, and has a limit of its own per session", async () => {
    const person = await makePerson();
    const [here, there] = [await openSession(person), await openSession(person)];
    await times(12, () => wrong(person.email, here.request));
    await failedEverywhere(5_000);
    const guess = () => codeOf(changePassword(here, { currentPassword: "wrong", newPassword: NEXT }));
    const guesses = await times(11, guess);
    expect(guesses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => "validation_failed"));
    expect(guesses[10]).toBe("too_many_attempts");
    expect(await codeOf(changePassword(there, { currentPassword: PASSWORD, newPassword: NEXT }))).toBe("ok");
  });
});

it("is forgotten: what counts no more is dropped by later tries, rows of the release before too", async () => {
  await owner(
    `insert into sign_in_failures (subject, window_start, count, last_at, forgotten_at)
     select 'pair:' || n, now() - interval '20 minutes', 3, now(), now() - interval '5 minutes' from generate_series(1, 8) n
     union all
     select 'user:' || n, now() - interval '20 minutes', 3, null, null from generate_series(1, 7) n`,
  );
  await times(2, () => wrong("nobody@example.test"));
  const { rows } = await owner("select subject from sign_in_failures where subject ~ '^(pair|user):[0-9]$'");
  expect(rows).toEqual([]);
});
