import { describe, expect, it } from "vitest";

import { hashPassword } from "../../platform/passwords";
import { createAttempts } from "./attempts";
import { legacyUseId } from "./lookup";
import { createProvenPasswords } from "./proven-passwords";

describe("a proven password", () => {
  it("is proven for its hash alone, for a quarter of an hour, and never where it was wrong", async () => {
    let now = 0;
    const passwords = createProvenPasswords(() => now);
    const [hash, other] = [await hashPassword("two words"), await hashPassword("two words")];
    expect(passwords.isProven(hash, "two words")).toBe(false);
    expect(await passwords.compare(hash, "two swords", "here")).toBe(false);
    expect(passwords.isProven(hash, "two swords")).toBe(false);
    expect(await passwords.compare(hash, "two words", "here")).toBe(true);
    expect(passwords.isProven(hash, "two words")).toBe(true);
    // The same password, chosen again: another hash, that nobody has proven.
    expect(passwords.isProven(other, "two words")).toBe(false);
    now = 15 * 60_000;
    expect(passwords.isProven(hash, "two words")).toBe(false);
    expect(await passwords.compare(null, "two words", "here")).toBe(false);
  });

  it("is compared once for all that come together, with the answer of each", async () => {
    const passwords = createProvenPasswords();
    const hash = await hashPassword("two words");
    // More of one origin than are let in at once.
    const many = Array.from({ length: 40 }, () => passwords.compare(hash, "two words", "here"));
    expect(new Set(await Promise.all(many))).toEqual(new Set([true]));
    const guesses = Array.from({ length: 40 }, (_, index) =>
      passwords.compare(hash, `guess ${index}`, "here"),
    );
    const answers = await Promise.allSettled(guesses);
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused).toHaveLength(32);
    expect(refused[0]?.reason).toMatchObject({ code: "overloaded" });
  });
});

describe("attempts", () => {
  const NOW = new Date("2026-11-30T12:00:00Z");
  it("are counted by name and origin, whatever case the name has, and those that were right are not", () => {
    const attempts = createAttempts();
    const begin = (name: string, address: string | null, at = NOW) => attempts.begin(name, address, at);
    for (let tries = 0; tries < 10; tries += 1)
      expect(begin("Ada@x.test", "192.0.2.1")).toHaveProperty("wasRight");
    expect(begin("ada@x.test", "192.0.2.1")).toEqual({ retryAfterSeconds: 900 });
    expect(begin("ada@x.test", "192.0.2.2")).toHaveProperty("wasRight");
    expect(begin("max@x.test", "192.0.2.1")).toHaveProperty("wasRight");
    expect(begin("ada@x.test", "192.0.2.1", new Date(NOW.getTime() + 900_000))).toHaveProperty("wasRight");
    for (let tries = 0; tries < 50; tries += 1) {
      const attempt = begin("grace@x.test", "2001:db8::1");
      if ("wasRight" in attempt) attempt.wasRight();
      expect(attempt).toHaveProperty("wasRight");
    }
  });

  it("of one origin that names many people leave it fewer tries of each", () => {
    const attempts = createAttempts();
    for (let name = 0; name < 50; name += 1) attempts.begin(`p${name}@x.test`, "192.0.2.1", NOW);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(attempts.begin("ada@x.test", "192.0.2.1", NOW)).toHaveProperty("wasRight");
    }
    expect(attempts.begin("ada@x.test", "192.0.2.1", NOW)).toHaveProperty("retryAfterSeconds");
  });
});

it("the id of a use is the same from each gate, a UUID, and another for anybody else", () => {
  const [a, b, c] = ["01a2", "01a3", "01a4"];
  expect(legacyUseId(a, b, c)).toBe(legacyUseId(a, b, c));
  expect(legacyUseId(a, b, c)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(new Set([legacyUseId(a, b, c), legacyUseId(b, a, c), legacyUseId(a, c, b)]).size).toBe(3);
});
