import { Pool } from "pg";
import { describe, expect, it, vi } from "vitest";

import { NO_FINDING } from "../../domain/route-table/route-finding";
import { DAY_MS } from "../../domain/time/durations";
import { hashPassword } from "../../platform/passwords/passwords";
import { createUnknownCallers } from "../refusals/unknown-callers";
import { createAttempts } from "./attempts";
import { legacyUseId } from "./lookup";
import { createPasswordTries } from "./password-tries";
import { createProvenPasswords } from "./proven-passwords";
import { createVerifyLegacy } from "./verify-legacy";

const HERE = { isKnown: false, origin: "here" };
const claimOf = (passwordHash: string | null, password: string, ...asked: string[]) => ({
  asked: asked.length > 0 ? asked : ["ada@x.test", "key", ""],
  passwordHash,
  password,
});

describe("a proven password", () => {
  it("is proven for its hash alone, for a quarter of an hour, and never where it was wrong", async () => {
    let now = 0;
    const passwords = createProvenPasswords(() => now);
    const [hash, other] = [await hashPassword("two words"), await hashPassword("two words")];
    expect(passwords.isProven(hash, "two words")).toBe(false);
    expect(await passwords.compare(claimOf(hash, "two swords"), HERE)).toBe(false);
    expect(passwords.isProven(hash, "two swords")).toBe(false);
    expect(await passwords.compare(claimOf(hash, "two words"), HERE)).toBe(true);
    // The same password, chosen again: another hash, that nobody has proven.
    expect(passwords.isProven(other, "two words")).toBe(false);
    now = 15 * 60_000;
    expect(passwords.isProven(hash, "two words")).toBe(false);
    expect(await passwords.compare(claimOf(null, "two words"), HERE)).toBe(false);
  });

  it("stays proven while it is used", async () => {
    let now = 0;
    const passwords = createProvenPasswords(() => now);
    const hash = await hashPassword("two words");
    await passwords.compare(claimOf(hash, "two words"), HERE);
    for (now = 0; now < 60 * 60_000; now += 14 * 60_000) {
      expect(passwords.isProven(hash, "two words")).toBe(true);
    }
    now += 15 * 60_000;
    expect(passwords.isProven(hash, "two words")).toBe(false);
  });

  it("is compared once for all that ask the very same together, and four at once of one origin", async () => {
    const passwords = createProvenPasswords();
    const hash = await hashPassword("two words");
    // More of one origin than are let in at once.
    const many = Array.from({ length: 40 }, () => passwords.compare(claimOf(hash, "two words"), HERE));
    expect(new Set(await Promise.all(many))).toEqual(new Set([true]));
    const guesses = (origin: string) =>
      Array.from({ length: 20 }, (_, index) =>
        passwords.compare(claimOf(hash, `guess ${index}`, origin), { isKnown: false, origin }),
      );
    const crowd = [...guesses("here"), ...guesses("there")];
    const third = passwords.compare(claimOf(hash, "two words", "max"), { isKnown: false, origin: "third" });
    const answers = await Promise.allSettled(crowd);
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused).toHaveLength(32);
    expect(refused[0]?.reason).toMatchObject({ code: "overloaded" });
    expect(await third).toBe(true);
  });

  it("is compared for each name and key apart, whether anybody has them or not", async () => {
    const passwords = createProvenPasswords();
    const hash = await hashPassword("two words");
    const two = async (one: string | null, other: string | null, ...names: [string, string]) => {
      const comparisons = [
        passwords.compare(claimOf(one, "guess", names[0], "key"), HERE),
        passwords.compare(claimOf(other, "guess", names[1], "key"), HERE),
      ];
      const isShared = comparisons[0] === comparisons[1];
      await Promise.all(comparisons);
      return isShared;
    };
    expect(await two(null, null, "nobody@x.test", "noone@x.test")).toBe(false);
    expect(await two(null, hash, "nobody@x.test", "ada@x.test")).toBe(false);
    expect(await two(null, null, "nobody@x.test", "nobody@x.test")).toBe(true);
    expect(await two(hash, hash, "ada@x.test", "ada@x.test")).toBe(true);
    // Two ways to name one person say nothing of each other.
    expect(await two(hash, hash, "ada@x.test", "id of ada")).toBe(false);
  });
});

describe("tries of passwords", () => {
  const ada = { username: "ada@x.test", address: "192.0.2.1" };

  it("are one for all that come together at a cold start, so that nobody who is right is held up", async () => {
    const tries = createPasswordTries();
    const claim = claimOf(await hashPassword("two words"), "two words");
    const many = Array.from({ length: 30 }, () => tries.compare(claim, ada));
    expect(new Set(await Promise.all(many))).toEqual(new Set([true]));
    expect(tries.isProven(claim, ada)).toBe(true);
  });

  it("that nobody could look at are not counted", async () => {
    const tries = createPasswordTries();
    const hash = await hashPassword("two words");
    const compare = (index: number) => tries.compare(claimOf(hash, `guess ${index}`), ada);
    const answers = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => compare(index)));
    expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(6);
    for (let index = 0; index < 6; index += 1) expect(await compare(index)).toBe(false);
    expect(await compare(7)).toHaveProperty("retryAfterSeconds");
  });

  it("of one origin that are wrong are bounded in a minute, whoever they name, and hold up nobody who is known there", async () => {
    let compared = 0;
    const tries = createPasswordTries({
      ...createProvenPasswords(),
      compare: async ({ password }) => {
        compared += 1;
        return password === "right";
      },
    });
    const at = (name: string, password: string, address = "2001:db8::1") =>
      tries.compare(claimOf(null, password, name), { username: name, address });
    vi.useFakeTimers({ now: new Date("2026-11-30T12:00:00Z"), toFake: ["Date"] });
    try {
      expect(await at("ada", "right")).toBe(true);
      for (let name = 0; name < 70; name += 1) await at(`p${name}`, "right");
      expect(compared).toBe(71);
      for (let name = 0; name < 60; name += 1) expect(await at(`q${name}`, "wrong")).toBe(false);
      expect(await at("q", "wrong", "2001:db8::2")).toEqual({ retryAfterSeconds: 60 });
      expect(await at("ada", "right")).toBe(true);
      expect(await at("q", "wrong", "2001:db8:0:1::1")).toBe(false);
      vi.setSystemTime(new Date("2026-11-30T12:01:00Z"));
      expect(await at("q", "wrong")).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("attempts", () => {
  const NOW = new Date("2026-11-30T12:00:00Z");
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  const arrange = () => {
    const attempts = createAttempts();
    const begin = (username: string, address: string | null, at = NOW) =>
      attempts.begin({ username, address }, at);
    return { attempts, begin };
  };

  it("are counted by name and origin, whatever case the name has, and those that were right are not", () => {
    const { begin } = arrange();
    for (let tries = 0; tries < 10; tries += 1)
      expect(begin("Ada@x.test", "192.0.2.1")).toHaveProperty("takeBack");
    expect(begin("ada@x.test", "192.0.2.1")).toEqual({ retryAfterSeconds: 900 });
    expect(begin("ada@x.test", "192.0.2.2")).toHaveProperty("takeBack");
    expect(begin("max@x.test", "192.0.2.1")).toHaveProperty("takeBack");
    expect(begin("ada@x.test", "192.0.2.1", later(900_000))).toHaveProperty("takeBack");
    for (let tries = 0; tries < 50; tries += 1) {
      const attempt = begin("grace@x.test", "2001:db8::1");
      if ("takeBack" in attempt) attempt.takeBack();
      expect(attempt).toHaveProperty("takeBack");
    }
  });

  it("of one origin that names many people leave it fewer tries of each", () => {
    const { begin } = arrange();
    for (let name = 0; name < 50; name += 1) begin(`p${name}@x.test`, "192.0.2.1");
    for (let tries = 0; tries < 3; tries += 1) {
      expect(begin("ada@x.test", "192.0.2.1")).toHaveProperty("takeBack");
    }
    expect(begin("ada@x.test", "192.0.2.1")).toHaveProperty("retryAfterSeconds");
  });

  it("without an address are counted by name alone, since they are everybody's", () => {
    const { begin } = arrange();
    for (let tries = 0; tries < 60; tries += 1) {
      expect(begin("ada@x.test", null)).toHaveProperty("takeBack");
      expect(begin(`p${tries}@x.test`, null)).toHaveProperty("takeBack");
    }
    for (let tries = 60; tries < 100; tries += 1) begin("ada@x.test", null);
    expect(begin("ada@x.test", null)).toEqual({ retryAfterSeconds: 1 });
    expect(begin("max@x.test", null)).toHaveProperty("takeBack");
  });

  it("of others at a name hold up nobody whose password was right at the same origin in the last day", () => {
    const { attempts, begin } = arrange();
    const known = { username: "Ada@x.test", address: "192.0.2.1" };
    attempts.noteRight(known, NOW);
    for (let tries = 0; tries < 100; tries += 1) begin("ada@x.test", `198.51.100.${tries}`);
    expect(begin("ada@x.test", "198.51.100.200")).toHaveProperty("retryAfterSeconds");
    expect(begin("ada@x.test", "192.0.2.1")).toHaveProperty("takeBack");
    expect(attempts.isKnown(known, later(DAY_MS - 1))).toBe(true);
    expect(attempts.isKnown(known, later(DAY_MS))).toBe(false);
    for (let index = 0; index < 20_000; index += 1) {
      attempts.noteRight({ username: `p${index}`, address: "192.0.2.9" }, NOW);
    }
    expect(attempts.isKnown(known, NOW)).toBe(false);
  });
});

it.each(["off", new Date(0)] as const)(
  "where the operator has ended it for all (%s), nobody is looked for and nothing compared",
  async (operatorEnd) => {
    // Nobody listens there: whoever is looked for is not found out about.
    const pool = new Pool({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
    const verify = createVerifyLegacy({
      database: { pool, hasPreparedStatements: false },
      unknownCallers: createUnknownCallers(2),
      record: () => Promise.reject(new Error("nothing to record")),
      recordUnknown: () => Promise.reject(new Error("nothing to record")),
      timeoutMs: 1_000,
      operatorEnd,
    });
    const check = () =>
      verify({
        credential: { username: "ada@x.test", password: "two words", integratorKey: crypto.randomUUID() },
        scopes: [],
        environment: null,
        method: "GET",
        path: "/",
        apiUrl: null,
        route: NO_FINDING,
        address: "192.0.2.1",
        userAgent: undefined,
      });
    for (let calls = 0; calls < 2; calls += 1) {
      expect(await check()).toMatchObject({ code: "unknown_key", callId: null, legacy: { endsAt: null } });
    }
    expect(await check()).toMatchObject({ code: "burst_limit_exceeded", reason: "unknown_key" });
  },
);

it("the id of a use is the same from each gate, a UUID, and another for anybody else", () => {
  const [a, b, c] = ["01a2", "01a3", "01a4"];
  expect(legacyUseId(a, b, c)).toBe(legacyUseId(a, b, c));
  expect(legacyUseId(a, b, c)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(new Set([legacyUseId(a, b, c), legacyUseId(b, a, c), legacyUseId(a, c, b)]).size).toBe(3);
});
