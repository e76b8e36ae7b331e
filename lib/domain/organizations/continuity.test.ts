import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import type { Profile } from "../people/profiles";
import { checksOf, forecastLeaving, isAtRisk, risksOf, type ContinuityFacts } from "./continuity";

const now = new Date("2026-11-30T12:00:00.000Z");
const safe: ContinuityFacts = {
  environment: "production",
  activeAdmins: 2,
  sharedAdmins: 1,
  activeMembers: 2,
  lastAdminSignInAt: now,
  liveKeys: 3,
  actingKeys: 3,
  actingCreators: 2,
  hasClaimedDomain: true,
};
const risks = (facts: Partial<ContinuityFacts>) =>
  risksOf({ ...safe, ...facts }, now).map(({ code }) => code);

describe("the single points of failure of an account", () => {
  it.each<[Partial<ContinuityFacts>, string[]]>([
    [{}, []],
    [{ activeAdmins: 1 }, ["one_admin"]],
    [{ activeAdmins: 0 }, ["no_admin"]],
    [{ activeAdmins: 1, hasClaimedDomain: false }, ["one_admin", "nobody_can_stand_in"]],
    [
      { activeAdmins: 0, hasClaimedDomain: false, lastAdminSignInAt: null },
      ["no_admin", "nobody_can_stand_in"],
    ],
    [{ hasClaimedDomain: false }, []],
    [{ lastAdminSignInAt: null }, ["admins_absent"]],
    [{ lastAdminSignInAt: new Date(now.getTime() - 90 * DAY_MS) }, ["admins_absent"]],
    [{ lastAdminSignInAt: new Date(now.getTime() - 90 * DAY_MS + 1) }, []],
    [{ actingCreators: 1 }, ["keys_of_one_person"]],
    [{ actingCreators: 1, actingKeys: 1 }, []],
  ])("%j: %j", (facts, codes) => {
    expect(risks(facts)).toEqual(codes);
    expect(isAtRisk({ ...safe, ...facts })).toBe((facts.activeAdmins ?? 2) < 2);
  });

  it("are said with what is at stake", () => {
    expect(risksOf({ ...safe, activeAdmins: 1, liveKeys: 1 }, now)[0]?.text).toBe(
      "One admin alone can manage the account and its 1 live key. If this admin leaves, nobody can.",
    );
  });
});

const done = (facts: Partial<ContinuityFacts>) =>
  checksOf({ ...safe, ...facts }).flatMap(({ code, isDone }) => (isDone ? [code] : []));

describe("what is advised", () => {
  it("of a production account is four things, done or not", () => {
    expect(done({})).toEqual(["two_admins", "shared_admin", "claimed_domain", "admins_only"]);
    expect(done({ activeMembers: 3 })).not.toContain("admins_only");
    expect(done({ activeAdmins: 1, sharedAdmins: 0, hasClaimedDomain: false })).toEqual([]);
  });

  it("of a sandbox account is a user for each developer instead of admins alone", () => {
    expect(done({ environment: "sandbox", activeMembers: 5 })).toContain("user_per_developer");
    expect(done({ environment: "sandbox", activeMembers: 1 })).not.toContain("user_per_developer");
  });
});

const member = (userId: string, profile: Profile) => ({ userId, name: userId, profile });
const key = (id: string, createdBy: string, actsAsCreator = true) => ({
  id,
  name: id,
  createdBy,
  actsAsCreator,
});
const forecast = (...given: Parameters<typeof forecastLeaving>) =>
  forecastLeaving(...given).map(({ userId, stoppingKeys, unmanageableKeys }) => [
    userId,
    stoppingKeys.map(({ id }) => id),
    unmanageableKeys.map(({ id }) => id),
  ]);

describe("if a person left today", () => {
  it("keys stop that act as this person, and no app does", () => {
    const members = [member("ada", "admin"), member("grace", "admin"), member("max", "member")];
    const keys = [key("one", "ada"), key("two", "max"), key("app", "ada", false)];
    expect(forecast(members, keys)).toEqual([
      ["ada", ["one"], []],
      ["max", ["two"], []],
    ]);
  });

  it("what the last admin alone managed is out of everybody's hands", () => {
    const members = [member("ada", "admin"), member("max", "member")];
    const keys = [key("one", "ada"), key("two", "max"), key("app", "ada", false)];
    expect(forecast(members, keys)).toEqual([
      ["ada", ["one"], ["two", "app"]],
      ["max", ["two"], []],
    ]);
  });

  it("a developer goes on managing the own keys, and an app of theirs is nobody's without them", () => {
    const members = [member("ada", "admin"), member("dev", "developer")];
    const keys = [key("app", "dev", false), key("other", "ada", false)];
    expect(forecast(members, keys)).toEqual([["ada", [], ["other"]]]);
    expect(forecast([member("dev", "developer"), member("max", "member")], keys)).toEqual([
      ["dev", [], ["app"]],
    ]);
  });

  it("nothing is said of people with nothing at stake, nor of keys that nobody could manage before", () => {
    expect(
      forecast([member("max", "member"), member("vera", "viewer")], [key("old", "gone", false)]),
    ).toEqual([]);
  });
});
