import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ENVIRONMENTS, PROFILES } from "../people/profiles";
import { mayHold } from "../keys/scope-ceiling";
import { LONG_LIVED_SCOPES } from "../keys/scopes";
import { CALL_CODES, KNOWN_KEY_REFUSALS, REFUSALS } from "./refusals";
import {
  checksOf,
  decide,
  REFUSAL_TEXTS,
  refusalStatus,
  type KeyFacts,
  type VerdictRequest,
} from "./verdict";

const NOW = new Date("2026-11-22T09:30:10.500Z");
const BEFORE = new Date(NOW.getTime() - 1);
const AFTER = new Date(NOW.getTime() + 1);
const ACCOUNT_ID = "01890a5d-ac96-774b-bcce-b302099a8057";
const ENDLESS = { expiresAt: null, revokedAt: null, retiresAt: null };

type Case = { readonly facts: KeyFacts; readonly request: VerdictRequest };
type KnownRefusal = (typeof KNOWN_KEY_REFUSALS)[number];

const GOOD: Case = {
  facts: {
    method: "long_lived",
    environment: "production",
    life: { expiresAt: AFTER, revokedAt: null, retiresAt: null },
    credentialLife: ENDLESS,
    grantedScopes: ["agreements:read", "agreements:write"],
    resource: "https://api.example.com/v1",
    allowedRanges: ["192.0.2.0/24"],
    manager: { environment: "production", plan: "enterprise", hasIntegrationKeys: true, status: "active" },
    account: { id: ACCOUNT_ID },
    owner: { isActive: true, profile: "admin" },
    limits: { hourly: 10, burst: 5 },
    used: { hour: 9, burst: 4 },
  },
  request: {
    scopes: ["agreements:read"],
    address: "192.0.2.7",
    environment: "production",
    apiUrl: "https://api.example.com",
    path: "/v1/agreements",
    route: { fault: null, accountId: ACCOUNT_ID.toUpperCase() },
  },
};

/** For each refusal, the ways to deserve it. */
const FAULTS: Record<KnownRefusal, readonly ((good: Case) => Case)[]> = {
  revoked_key: [
    withFacts((facts) => ({ life: { ...facts.life, revokedAt: BEFORE } })),
    withFacts((facts) => ({ life: { ...facts.life, revokedAt: NOW } })),
    // A clock that was set back does not bring it to life.
    withFacts((facts) => ({ life: { ...facts.life, revokedAt: AFTER } })),
    withFacts((facts) => ({ life: { ...facts.life, retiresAt: NOW } })),
    withFacts(() => ({ credentialLife: { ...ENDLESS, revokedAt: BEFORE } })),
  ],
  expired_key: [
    withFacts((facts) => ({ life: { ...facts.life, expiresAt: NOW } })),
    withFacts((facts) => ({ life: { ...facts.life, expiresAt: BEFORE } })),
    withFacts(() => ({ credentialLife: { ...ENDLESS, expiresAt: NOW } })),
  ],
  wrong_environment: [withRequest({ environment: "sandbox" })],
  wrong_resource: [
    withFacts(() => ({ resource: "https://other.example.com" })),
    withFacts(() => ({ resource: "https://api.example.com/v2" })),
    withRequest({ path: "/v2/agreements" }),
    withRequest({ apiUrl: null }),
  ],
  account_closed: [withFacts((facts) => ({ manager: { ...facts.manager, status: "closed" } }))],
  account_not_entitled: [
    withFacts((facts) => ({ manager: { ...facts.manager, plan: "business" } })),
    withFacts((facts) => ({ manager: { ...facts.manager, plan: "developer" } })),
    withFacts((facts) => ({ manager: { ...facts.manager, hasIntegrationKeys: false } })),
  ],
  owner_inactive: [withFacts((facts) => ({ owner: { ...facts.owner, isActive: false } }))],
  ip_not_allowed: [
    withRequest({ address: "198.51.100.7" }),
    withRequest({ address: null }),
    withRequest({ address: "192.0.2.7:443" }),
  ],
  ambiguous_path: [withRequest({ route: { fault: "ambiguous_path", accountId: null } })],
  unknown_route: [withRequest({ route: { fault: "unknown_route", accountId: null } })],
  wrong_account: [
    withRoute({ accountId: "01890a5d-ac96-774b-bcce-b302099a8058" }),
    // Another way to write its id is no id of it.
    withRoute({ accountId: ACCOUNT_ID.replaceAll("-", "") }),
    withRoute({ accountId: "" }),
  ],
  insufficient_scope: [
    withRequest({ scopes: ["agreements:read", "users:read"] }),
    withRequest({ scopes: ["users:login"] }),
  ],
  hourly_limit_exceeded: [
    withFacts((facts) => ({ used: { ...facts.used, hour: 10 } })),
    withFacts((facts) => ({ used: { ...facts.used, hour: 11 } })),
  ],
  burst_limit_exceeded: [withFacts((facts) => ({ used: { ...facts.used, burst: 5 } }))],
};

function withFacts(change: (facts: KeyFacts) => Partial<KeyFacts>) {
  return ({ facts, request }: Case): Case => ({ facts: { ...facts, ...change(facts) }, request });
}

function withRequest(change: Partial<VerdictRequest>) {
  return ({ facts, request }: Case): Case => ({ facts, request: { ...request, ...change } });
}

function withRoute(change: Partial<VerdictRequest["route"]>) {
  return ({ facts, request }: Case): Case => ({
    facts,
    request: { ...request, route: { ...request.route, ...change } },
  });
}

const decideCase = ({ facts, request }: Case) => decide(facts, request, NOW);
const pairs = KNOWN_KEY_REFUSALS.flatMap((first, index) =>
  KNOWN_KEY_REFUSALS.slice(index + 1).map((second) => [first, second] as const),
);

describe("deciding", () => {
  it("allows a good key for what it holds, up to the last call of its quota and the last instant of its life", () => {
    expect(decideCase(GOOD)).toEqual({ allowed: true, scopes: ["agreements:read", "agreements:write"] });
  });

  it.each(KNOWN_KEY_REFUSALS)("refuses with %s for each of its reasons", (code) => {
    for (const fault of FAULTS[code]) {
      expect(decideCase(fault(GOOD))).toMatchObject({ allowed: false, code });
    }
  });

  it.each(pairs)("says %s before %s where both apply", (first, second) => {
    for (const one of FAULTS[first]) {
      for (const other of FAULTS[second]) {
        const both = one(other(GOOD));
        // The two may change the same field; then only the later change is there.
        if (!isDeserved(second, both) || !isDeserved(first, both)) continue;
        expect(decideCase(both)).toMatchObject({ code: first });
      }
    }
  });

  it("says the first of all where all apply", () => {
    const all = KNOWN_KEY_REFUSALS.toReversed().reduce(
      (state, code) => FAULTS[code][0]?.(state) ?? state,
      GOOD,
    );
    expect(decideCase(all)).toMatchObject({ code: "revoked_key" });
  });

  it("accepts a retiring key until its overlap ends (R4)", () => {
    const retiring = withFacts((facts) => ({ life: { ...facts.life, retiresAt: AFTER } }))(GOOD);
    expect(decideCase(retiring).allowed).toBe(true);
  });

  it("accepts a sandbox key whatever the plan and the feature (R1)", () => {
    const account = {
      id: ACCOUNT_ID,
      environment: "sandbox",
      plan: "developer",
      hasIntegrationKeys: false,
      status: "active",
    } as const;
    const sandbox = withFacts(() => ({ environment: "sandbox" as const, account }))(GOOD);
    expect(decideCase(withRequest({ environment: null })(sandbox)).allowed).toBe(true);
  });

  it("lets an OAuth app of a closed account work, which only can't be managed any more (S3)", () => {
    const closed = FAULTS.account_closed[0]?.(GOOD) ?? GOOD;
    expect(decideCase(withFacts(() => ({ method: "oauth" }))(closed)).allowed).toBe(true);
  });

  it("narrows a key to what its creator's present profile may hold (R6)", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROFILES),
        fc.subarray([...LONG_LIVED_SCOPES]),
        fc.subarray([...LONG_LIVED_SCOPES]),
        (profile, granted, needed) => {
          const verdict = decideCase(
            withRequest({ scopes: needed })(
              withFacts(() => ({ owner: { isActive: true, profile }, grantedScopes: granted }))(GOOD),
            ),
          );
          const lacking = needed.filter((scope) => !granted.includes(scope) || !mayHold(profile, scope));
          expect(verdict.allowed).toBe(lacking.length === 0);
          expect(verdict.allowed ? [] : verdict.missing).toEqual(lacking);
          expect(verdict.scopes.every((scope) => granted.includes(scope))).toBe(true);
        },
      ),
    );
  });

  it("gives a key of an inactive owner no scopes at all", () => {
    expect(decideCase(FAULTS.owner_inactive[0]?.(GOOD) ?? GOOD)).toMatchObject({ scopes: [] });
  });

  it("says when to come back: at the next full hour, at the next burst window, else never", () => {
    const waits = KNOWN_KEY_REFUSALS.map((code) => {
      const verdict = decideCase(FAULTS[code][0]?.(GOOD) ?? GOOD);
      return [code, verdict.allowed ? null : verdict.retryAfterSeconds];
    });
    expect(waits.filter(([, seconds]) => seconds !== null)).toEqual([
      ["hourly_limit_exceeded", 1790],
      ["burst_limit_exceeded", 20],
    ]);
  });

  it("compares no account where the path names none", () => {
    expect(decideCase(withRoute({ accountId: null })(GOOD)).allowed).toBe(true);
  });

  it("asks for no resource of a key, and of a token that was asked for without one", () => {
    const free = withFacts(() => ({ resource: null }))(GOOD);
    expect(decideCase(withRequest({ apiUrl: null, path: "/elsewhere" })(free)).allowed).toBe(true);
  });

  it("asks for no environment where the gateway names none", () => {
    for (const environment of ENVIRONMENTS) {
      const verdict = decideCase(
        withRequest({ environment: null })(withFacts(() => ({ environment }))(GOOD)),
      );
      expect(verdict.allowed).toBe(true);
    }
  });
});

/** True if the case deserves the refusal by itself: with everything else put right. */
function isDeserved(code: KnownRefusal, { facts, request }: Case): boolean {
  switch (code) {
    case "revoked_key":
      return (
        facts.life.revokedAt !== null ||
        facts.life.retiresAt !== null ||
        facts.credentialLife.revokedAt !== null
      );
    case "expired_key": {
      const ends = [facts.life.expiresAt, facts.credentialLife.expiresAt];
      return ends.some((end) => end !== null && end <= NOW);
    }
    case "wrong_environment":
      return request.environment !== facts.environment;
    case "wrong_resource":
      return (
        facts.resource !== "https://api.example.com/v1" ||
        request.apiUrl === null ||
        !request.path.startsWith("/v1/")
      );
    case "account_closed":
      return facts.manager.status === "closed";
    case "account_not_entitled":
      return facts.manager.plan !== "enterprise" || !facts.manager.hasIntegrationKeys;
    case "owner_inactive":
      return !facts.owner.isActive;
    case "ip_not_allowed":
      return request.address !== "192.0.2.7";
    case "ambiguous_path":
    case "unknown_route":
      return request.route.fault === code;
    case "wrong_account":
      return request.route.accountId?.toLowerCase() !== ACCOUNT_ID;
    case "insufficient_scope":
      return !request.scopes.every((scope) => facts.grantedScopes.includes(scope));
    case "hourly_limit_exceeded":
      return facts.used.hour >= facts.limits.hourly;
    case "burst_limit_exceeded":
      return facts.used.burst >= facts.limits.burst;
  }
}

describe("the chain of checks", () => {
  it.each(KNOWN_KEY_REFUSALS)(
    "stops at %s where that is the verdict, and reaches nothing after it",
    (code) => {
      for (const fault of FAULTS[code]) {
        const { facts, request } = fault(GOOD);
        const outcomes = checksOf(facts, request, NOW).map((check) => check.outcome);
        const place = KNOWN_KEY_REFUSALS.indexOf(code);
        expect(outcomes.map((outcome, index) => [KNOWN_KEY_REFUSALS[index], outcome])).toEqual(
          KNOWN_KEY_REFUSALS.map((name, index) => [
            name,
            index < place ? "passed" : index === place ? "refused" : "not_reached",
          ]),
        );
      }
    },
  );

  it("passes every check of what is allowed", () => {
    const outcomes = checksOf(GOOD.facts, GOOD.request, NOW);
    expect(outcomes.map((check) => check.code)).toEqual(KNOWN_KEY_REFUSALS);
    expect(new Set(outcomes.map((check) => check.outcome))).toEqual(new Set(["passed"]));
  });
});

describe("refusals", () => {
  it("have a status and a text each, and those of known keys can be stored with a call", () => {
    for (const code of REFUSALS) {
      expect([401, 403, 429]).toContain(refusalStatus(code));
      expect(REFUSAL_TEXTS[code]).toMatch(/\.$/);
    }
    expect(CALL_CODES).toEqual(["allowed", ...KNOWN_KEY_REFUSALS]);
  });
});
