import { describe, expect, it } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time/durations";
import { credentialUse, type CredentialFacts } from "./credential-use";

const NOW = new Date("2026-11-29T12:00:00.000Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const since = ago(DAY_MS);

const secret = (given: Partial<CredentialFacts> = {}): CredentialFacts => ({
  id: "a",
  kind: "client_secret",
  createdAt: ago(90 * DAY_MS),
  isUsable: true,
  provenAt: null,
  calls: 0,
  lastCallAt: null,
  ...given,
});
const newer = (given: Partial<CredentialFacts> = {}) =>
  secret({ id: "b", createdAt: ago(10 * DAY_MS), calls: 30, lastCallAt: ago(1), ...given });
const use = (one: CredentialFacts, others: readonly CredentialFacts[] = []) =>
  credentialUse(one, [one, ...others], { since, now: NOW });

describe("since when a credential is quiet", () => {
  it("is its last call or the last proof with it, whichever came later", () => {
    const lastCallAt = ago(HOUR_MS);
    expect(use(secret({ calls: 1, lastCallAt })).quietSince).toEqual(lastCallAt);
    expect(use(secret({ calls: 1, lastCallAt, provenAt: ago(1) })).quietSince).toEqual(ago(1));
    expect(use(secret({ calls: 1, lastCallAt, provenAt: ago(2 * HOUR_MS) })).quietSince).toEqual(lastCallAt);
    expect(use(secret({ provenAt: ago(HOUR_MS) })).quietSince).toEqual(ago(HOUR_MS));
  });

  it("is never before a call that nobody looked at may have come: a token is good for eight hours", () => {
    const provenAt = ago(6 * DAY_MS);
    const end = new Date(provenAt.getTime() + 8 * HOUR_MS + MINUTE_MS);
    expect(use(secret({ provenAt })).quietSince).toEqual(end);
    expect(use(secret({ provenAt: ago(DAY_MS + HOUR_MS) })).quietSince).toEqual(since);
    expect(use(secret({ provenAt: since })).quietSince).toEqual(since);
  });

  it("is null of one that was never used", () => {
    expect(use(secret()).quietSince).toBeNull();
  });
});

describe("a change from one credential to another", () => {
  it("is under way by its share of the calls of both, whatever other kinds do", () => {
    const old = secret({ calls: 10, lastCallAt: ago(1) });
    const pair = newer({ id: "p", kind: "rsa_public_key", calls: 500 });
    expect(use(old, [newer(), pair]).rotation).toEqual({ state: "under_way", share: { part: 10, all: 40 } });
    expect(use(old, [pair]).rotation).toBeNull();
  });

  it("is done once nobody has used the old one for a day, while a newer one is used", () => {
    const old = secret({ provenAt: ago(6 * DAY_MS + 8 * HOUR_MS + MINUTE_MS) });
    expect(use(old, [newer()]).rotation).toEqual({ state: "done", quietMs: 6 * DAY_MS });
    expect(use(old, [newer({ calls: 0, lastCallAt: null })]).rotation).toEqual({
      state: "idle",
      quietMs: 6 * DAY_MS,
    });
  });

  it("is under way while the old one still proves who it is, without a call", () => {
    expect(use(secret({ provenAt: ago(HOUR_MS) }), [newer()]).rotation).toEqual({
      state: "under_way",
      share: { part: 0, all: 30 },
    });
  });

  it("is none of the newest one, nor to one that was removed or has expired, nor of such a one", () => {
    const old = secret({ calls: 10, lastCallAt: ago(1) });
    expect(use(newer(), [old]).rotation).toBeNull();
    expect(use(old, [newer({ isUsable: false })]).rotation).toBeNull();
    expect(use({ ...old, isUsable: false }, [newer()]).rotation).toBeNull();
  });

  it("goes one way of two that were made in one instant", () => {
    const [a, b] = [secret(), newer({ createdAt: ago(90 * DAY_MS) })];
    expect([use(a, [b]).rotation, use(b, [a]).rotation].filter((one) => one !== null)).toHaveLength(1);
  });

  it("counts the calls of all newer ones, from the first of them on", () => {
    const newest = newer({ id: "c", createdAt: ago(DAY_MS / 2), calls: 12 });
    expect(use(secret({ calls: 8, lastCallAt: ago(1) }), [newer(), newest]).rotation).toEqual({
      state: "under_way",
      share: { part: 8, all: 50 },
    });
    expect(use(secret(), [newest, newer()]).rotation).toEqual({ state: "done", quietMs: 10 * DAY_MS });
  });
});
