import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";

import type { DomainError } from "../domain/errors";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { hashPassword } from "../platform/passwords/passwords";
import { findSession } from "./find";
import { revokeSession } from "./revoke";
import { rotateSession } from "./rotate";
import { signInWithOidc, signInWithPassword } from "./sign-in";
import { sessionHash, startSession } from "./start";

const database = testDatabase(useDatabase);
const PASSWORD = "correct horse battery staple";
const hash = hashPassword(PASSWORD);

let addresses = 0;
/** A request from an address that nobody has used yet. */
const request = () => {
  addresses += 1;
  return { requestId: newId(), address: `198.51.100.${addresses}`, userAgent: "test" };
};

async function makePerson() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const person = tenant.people.ada;
  await database.db
    .update(users)
    .set({ passwordHash: await hash })
    .where(eq(users.id, person.id));
  return person;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "ok",
    (error: DomainError) => error.code,
  );
}

async function owner(statement: string, values: unknown[]): Promise<void> {
  await database.owner.query(statement, values);
}

describe("signing in by password", () => {
  it("starts a session of an own id each time, and keeps only its hash", async () => {
    const person = await makePerson();
    const tokens = [
      await signInWithPassword({ email: person.email, password: PASSWORD }, request()),
      await signInWithPassword({ email: ` ${person.email.toUpperCase()} `, password: PASSWORD }, request()),
    ];
    expect(new Set(tokens).size).toBe(2);
    const { rows } = await database.owner.query(
      "select row_to_json(s)::text as row from sessions s where user_id = $1",
      [person.id],
    );
    for (const token of tokens) {
      expect(await findSession(token)).toMatchObject({ user: { id: person.id } });
      expect(JSON.stringify(rows)).not.toContain(token);
    }
  });

  it("refuses a wrong password, an unknown person, one without a password and a deactivated one alike", async () => {
    const person = await makePerson();
    const withoutPassword = (await makeTenant(database.db, { ada: "admin" })).people.ada;
    const deactivated = await makePerson();
    await owner("update users set status = 'deactivated' where id = $1", [deactivated.id]);
    const tries = [
      { email: person.email, password: "wrong" },
      { email: person.email, password: `${PASSWORD} ` },
      { email: person.email, password: PASSWORD.slice(0, -1) },
      { email: "nobody@example.test", password: PASSWORD },
      { email: withoutPassword.email, password: "nobody has this password" },
      { email: deactivated.email, password: PASSWORD },
    ];
    const errors = await Promise.all(
      tries.map((input) => signInWithPassword(input, request()).catch((error: DomainError) => error)),
    );
    for (const error of errors) expect(error).toMatchObject({ code: "invalid_credentials" });
    expect(new Set(errors.map((error) => (error as DomainError).message)).size).toBe(1);
  });

  it("does the work of Argon2 for an unknown person too: time tells nobody who is here", async () => {
    const person = await makePerson();
    await signInWithPassword({ email: "warm-up@example.test", password: "x" }, request()).catch(() => null);
    const took: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 9; round += 1) {
      for (const who of ["known", "unknown"] as const) {
        const email = who === "known" ? person.email : `nobody-${round}@example.test`;
        const start = process.cpuUsage();
        await signInWithPassword({ email, password: "wrong" }, request()).catch(() => null);
        // Time of the processor, which other processes do not stretch.
        took[who].push(process.cpuUsage(start).user / 1_000);
      }
    }
    const [known, unknown] = [took.known, took.unknown].map((all) => all.toSorted((a, b) => a - b)[4] ?? 0);
    expect(Math.min(known ?? 0, unknown ?? 0)).toBeGreaterThan(5);
    expect(Math.max(known ?? 0, unknown ?? 0)).toBeLessThan(3 * Math.min(known ?? 0, unknown ?? 0));
  });
});

async function start() {
  const person = await makePerson();
  return { person, token: await startSession(person, request()) };
}

describe("a session", () => {
  it("does not begin with a password that was changed, or for a person deactivated, while it was checked", async () => {
    const person = await makePerson();
    const checked = await hash;
    await owner("update users set password_hash = $1 where id = $2", ["another hash", person.id]);
    expect(await codeOf(startSession(person, request(), checked))).toBe("invalid_credentials");
    await owner("update users set status = 'deactivated' where id = $1", [person.id]);
    expect(await codeOf(startSession(person, request()))).toBe("invalid_credentials");
  });

  const endings: [name: string, statement: string][] = [
    [
      "idle for 30 minutes",
      "update sessions set last_seen_at = now() - interval '30 minutes 1 second' where user_id = $1",
    ],
    [
      "older than 12 hours",
      "update sessions set expires_at = date_trunc('milliseconds', now()) where user_id = $1",
    ],
    ["revoked", "update sessions set revoked_at = now() where user_id = $1"],
    ["of a deactivated person", "update users set status = 'deactivated' where id = $1"],
  ];
  it.each(endings)("%s signs nobody in", async (_, statement) => {
    const { person, token } = await start();
    expect(await findSession(token)).not.toBeNull();
    await owner(statement, [person.id]);
    expect(await findSession(token)).toBeNull();
  });

  it("lives on while it is used, but never past 12 hours", async () => {
    const { person, token } = await start();
    await owner("update sessions set last_seen_at = now() - interval '29 minutes' where user_id = $1", [
      person.id,
    ]);
    expect(await findSession(token)).not.toBeNull();
    const { rows } = await database.owner.query(
      `select last_seen_at > now() - interval '5 seconds' as is_fresh,
         extract(epoch from expires_at - created_at)::int as life
       from sessions where user_id = $1`,
      [person.id],
    );
    expect(rows).toEqual([{ is_fresh: true, life: 12 * 3_600 }]);
  });

  it("is not known by a guess, an empty token, or the hash that the table holds", async () => {
    const { token } = await start();
    for (const guess of ["", "x", sessionHash(token), `${token}x`, token.slice(1)]) {
      expect(await findSession(guess)).toBeNull();
    }
  });

  it("ends at once when its person ends it, and is nobody else's to end (I6)", async () => {
    const { person, token } = await start();
    const stranger = await start();
    const found = await findSession(token);
    const context = (user: typeof person) => ({
      request: request(),
      user: { ...user, isStaff: false },
      sessionId: newId(),
    });
    const sessionId = found?.sessionId ?? "";
    await expect(revokeSession(context(stranger.person), sessionId)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await findSession(token)).not.toBeNull();
    await revokeSession(context(person), sessionId);
    await revokeSession(context(person), sessionId);
    expect(await findSession(token)).toBeNull();
  });

  it("gets a new id when asked: one of many requests at once makes it, and the old one works a minute more", async () => {
    const { person, token } = await start();
    expect(await rotateSession(token)).toBeNull();
    await owner("update sessions set rotate_requested_at = now() where user_id = $1", [person.id]);
    expect(await findSession(token)).toMatchObject({ mustRotate: true });
    const tokens = await Promise.all(Array.from({ length: 8 }, () => rotateSession(token)));
    const made = tokens.filter((next) => next !== null);
    expect(made).toHaveLength(1);
    expect(await findSession(made[0] ?? "")).toMatchObject({ mustRotate: false, user: { id: person.id } });
    expect(await findSession(token)).toMatchObject({ mustRotate: false });
    await owner("update sessions set rotated_at = now() - interval '61 seconds' where user_id = $1", [
      person.id,
    ]);
    expect(await findSession(token)).toBeNull();
    expect(await findSession(made[0] ?? "")).not.toBeNull();
  });
});

function identity(given: { email: string; isEmailVerified?: boolean }) {
  return { issuer: "https://id.example.test", subject: newId(), isEmailVerified: true, ...given };
}
const signIn = (given: ReturnType<typeof identity>) => signInWithOidc(given, request());

describe("signing in through an OpenID Connect issuer", () => {
  it("finds the person by the verified email once, and by the identity afterwards", async () => {
    const person = await makePerson();
    const first = identity({ email: person.email.toUpperCase() });
    expect(await findSession(await signIn(first))).toMatchObject({ user: { id: person.id } });
    const moved = { ...first, email: "moved@example.test", isEmailVerified: false };
    expect(await findSession(await signIn(moved))).toMatchObject({ user: { id: person.id } });
  });

  it("refuses an email that is not verified, one that nobody has, and a deactivated person", async () => {
    const person = await makePerson();
    const refused = "invalid_credentials";
    expect(await codeOf(signIn(identity({ email: person.email, isEmailVerified: false })))).toBe(refused);
    expect(await codeOf(signIn(identity({ email: "nobody@example.test" })))).toBe(refused);
    const known = identity({ email: person.email });
    await signIn(known);
    await owner("update users set status = 'deactivated' where id = $1", [person.id]);
    expect(await codeOf(signIn(known))).toBe(refused);
  });

  it("gives a person who has an identity no second one: neither another subject nor another issuer", async () => {
    const person = await makePerson();
    const first = identity({ email: person.email });
    await signIn(first);
    expect(await codeOf(signIn({ ...first, subject: newId() }))).toBe("invalid_credentials");
    expect(await codeOf(signIn({ ...first, issuer: "https://evil.example.test" }))).toBe(
      "invalid_credentials",
    );
  });

  it("puts the link on the person's record, once, and keeps one session for each of two first sign-ins at once", async () => {
    const person = await makePerson();
    const same = identity({ email: person.email });
    expect(await Promise.all([codeOf(signIn(same)), codeOf(signIn(same))])).toEqual(["ok", "ok"]);
    const { rows } = await database.owner.query(
      "select after from audit_events where chain_id = $1 and action = 'identity.linked'",
      [person.id],
    );
    expect(rows).toEqual([{ after: { issuer: same.issuer, subject: same.subject } }]);
  });

  it("keeps one of two identities that claim the same person at once", async () => {
    const person = await makePerson();
    const codes = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(signIn(identity({ email: person.email })))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  });
});
