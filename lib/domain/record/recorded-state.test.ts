import { describe, expect, it } from "vitest";

import type { AuditAction, JsonObject } from "./audit-event";
import {
  stateDifferences,
  stepRecorded,
  type RecordedEvent,
  type RecordedKind,
  type RecordedThing,
} from "./recorded-state";

const ACCOUNT = "a";
const AT = "2027-03-01T12:00:00.000Z";
const LATER = "2027-03-02T12:00:00.000Z";

function event(action: AuditAction, subjectId: string, after: JsonObject | null = null): RecordedEvent {
  return {
    action,
    actorKind: "user",
    actorId: "ada",
    subjectId,
    subjectName: `Name of ${subjectId}`,
    before: null,
    after,
  };
}

function recorded(...events: readonly RecordedEvent[]): Map<string, RecordedThing> {
  const state = new Map<string, RecordedThing>();
  for (const one of events) stepRecorded(state, ACCOUNT, one);
  return state;
}

const made = event("account.created", ACCOUNT, {
  environment: "production",
  plan: "business",
  hasIntegrationKeys: false,
});
const created = event("key.created", "k", {
  clientId: "c",
  method: "long_lived",
  scopes: ["agreements:read"],
  allowedRanges: [],
  expiresAt: LATER,
});
const KEY = {
  clientId: "c",
  name: "Name of k",
  method: "long_lived",
  scopes: ["agreements:read"],
  allowedRanges: [],
  expiresAt: LATER,
  createdBy: "ada",
  revokedAt: null,
  retiresAt: null,
};

function row(kind: RecordedKind, id: string, facts: JsonObject): RecordedThing {
  return { kind, id, name: `Name of ${id}`, facts };
}

/** What differs, in short. */
function found(events: readonly RecordedEvent[], rows: readonly RecordedThing[]): string[] {
  return stateDifferences(recorded(...events), rows).map(({ kind, subjectId, field }) =>
    [kind, subjectId, field].filter(Boolean).join(" "),
  );
}

describe("the state that the record leads to", () => {
  it("is that of the rows where nobody changed them", () => {
    expect(found([created], [row("integration_key", "k", KEY)])).toEqual([]);
  });

  it("knows the beginning of a key that Go Live made, and who issued it until when", () => {
    const taken: RecordedEvent = {
      ...event("key.taken_live", "k", {
        clientId: "c",
        method: "long_lived",
        scopes: ["agreements:read"],
        allowedRanges: [],
        createdBy: "ada",
        expiresAt: null,
      }),
      actorKind: "staff",
      actorId: "sam",
    };
    expect(found([taken], [row("integration_key", "k", { ...KEY, expiresAt: null })])).toEqual([]);
    const issued = { ...event("key.issued", "k", { expiresAt: LATER }), actorId: "gus" };
    const there = row("integration_key", "k", { ...KEY, createdBy: "gus" });
    expect(found([taken, issued], [there])).toEqual([]);
    expect(found([taken], [there])).toEqual(["changed k expiresAt", "changed k createdBy"]);
  });

  it.each([
    ["name", "Another"],
    ["scopes", ["agreements:read", "agreements:write"]],
    ["expiresAt", "2037-03-02T12:00:00.000Z"],
    ["allowedRanges", ["192.0.2.0/24"]],
    ["clientId", "d"],
    ["method", "oauth"],
    ["createdBy", "mallory"],
    ["revokedAt", AT],
    ["retiresAt", AT],
  ])("names a key whose %s is not what was recorded", (field, value) => {
    expect(found([created], [row("integration_key", "k", { ...KEY, [field]: value })])).toEqual([
      `changed k ${field}`,
    ]);
  });

  it("names a key that was revoked and is not, and one that is revoked at another time", () => {
    const revoked = event("key.revoked", "k", { revokedAt: AT });
    expect(found([created, revoked], [row("integration_key", "k", { ...KEY, revokedAt: AT })])).toEqual([]);
    for (const revokedAt of [null, LATER]) {
      expect(found([created, revoked], [row("integration_key", "k", { ...KEY, revokedAt })])).toEqual([
        "changed k revokedAt",
      ]);
    }
  });

  it("knows that a key that was replaced after its expiry is what it was", () => {
    const replaced = event("key.replaced", "k", {
      successorId: "s",
      clientId: "d",
      name: "Successor",
      scopes: ["agreements:read"],
      expiresAt: LATER,
      oldKeyExpiredAt: AT,
    });
    const successor = row("integration_key", "s", { ...KEY, clientId: "d", name: "Successor" });
    expect(found([created, replaced], [row("integration_key", "k", KEY), successor])).toEqual([]);
    for (const end of ["revokedAt", "retiresAt"]) {
      const changed = row("integration_key", "k", { ...KEY, [end]: AT });
      expect(found([created, replaced], [changed, successor])).toEqual([`changed k ${end}`]);
    }
  });

  it.each([
    [0, "revokedAt"],
    [3600, "retiresAt"],
  ])("knows the end of a key that was replaced with an overlap of %i, and the successor", (overlap, end) => {
    const replaced = event("key.replaced", "k", {
      successorId: "s",
      clientId: "d",
      name: "Successor",
      scopes: ["agreements:read"],
      expiresAt: LATER,
      overlapSeconds: overlap,
      oldKeyEndsAt: AT,
    });
    const successor = row("integration_key", "s", { ...KEY, clientId: "d", name: "Successor" });
    const old = row("integration_key", "k", { ...KEY, [end]: AT });
    expect(found([created, replaced], [old, successor])).toEqual([]);
    expect(found([created, replaced], [row("integration_key", "k", KEY), successor])).toEqual([
      `changed k ${end}`,
    ]);
    expect(found([created, replaced], [old])).toEqual(["gone s"]);
  });

  it("names what no event made, and what is gone", () => {
    expect(found([created], [row("integration_key", "k", KEY), row("integration_key", "x", KEY)])).toEqual([
      "unrecorded x",
    ]);
    expect(found([created], [])).toEqual(["gone k"]);
  });

  it("follows an app from one account's record to another's, with its credentials", () => {
    const secret = event("key.secret_added", "k", {
      credentialId: "s",
      kind: "client_secret",
      name: "Server",
    });
    const carriedOut = (accountId: string, things: JsonObject = {}) =>
      event("transfer.carried_out", "k", { transferId: "t", accountId, ...things });
    // It leaves this account: neither is missed, and what is still there is no more of its own.
    expect(found([created, secret, carriedOut("b")], [])).toEqual([]);
    expect(found([created, carriedOut("b")], [row("integration_key", "k", KEY)])).toEqual(["unrecorded k"]);
    // It comes to this account, as it is then.
    const things = {
      things: [
        { kind: "integration_key", id: "k", name: "Name of k", facts: KEY },
        { kind: "credential", id: "s", name: "Server", facts: { keyId: "k", isRemoved: false } },
      ],
    };
    const there = [
      row("integration_key", "k", KEY),
      row("credential", "s", { keyId: "k", isRemoved: false }),
    ];
    expect(found([carriedOut(ACCOUNT, things)], there)).toEqual([]);
    expect(found([carriedOut(ACCOUNT, things)], there.slice(0, 1))).toEqual(["gone s"]);
    const back = event("transfer.undone", "k", { transferId: "t", accountId: "b" });
    expect(found([carriedOut(ACCOUNT, things), back], [])).toEqual([]);
  });

  it("knows a session as begun and ended, and does not miss one that is over age", () => {
    const events = [event("session.started", "s"), event("session.revoked", "s")];
    expect(found(events, [row("session", "s", { isEnded: true })])).toEqual([]);
    expect(found(events, [row("session", "s", { isEnded: false })])).toEqual(["changed s isEnded"]);
    expect(found(events, [])).toEqual([]);
    expect(found([], [row("session", "s", { isEnded: false })])).toEqual(["unrecorded s"]);
  });

  const added = event("member.added", "m", { profile: "admin" });
  it.each<[AuditAction, JsonObject, JsonObject]>([
    [
      "member.profile_changed",
      { profile: "viewer" },
      { profile: "viewer", status: "active", isShared: false },
    ],
    [
      "member.deactivated",
      { status: "deactivated", keysStopped: 1 },
      { profile: "admin", status: "deactivated", isShared: false },
    ],
    ["member.shared_changed", { isShared: true }, { profile: "admin", status: "active", isShared: true }],
  ])("follows a member through %s", (action, after, facts) => {
    expect(found([added, event(action, "m", after)], [row("member", "m", facts)])).toEqual([]);
    const before = { profile: "admin", status: "active", isShared: false };
    expect(found([added, event(action, "m", after)], [row("member", "m", before)])).toHaveLength(1);
  });

  it("follows an account's plan, feature, status and limits, and its policy", () => {
    const account = {
      environment: "production",
      plan: "business",
      hasIntegrationKeys: false,
      status: "active",
    };
    const policy = { defaultLifetimeDays: 365, maximumLifetimeDays: 365, isGoLiveRequired: false };
    const rows = (change: JsonObject, policyChange: JsonObject = {}) => [
      row("account", ACCOUNT, { ...account, activeKeys: null, ...change }),
      row("key_policy", ACCOUNT, { ...policy, ...policyChange }),
    ];
    expect(found([made], rows({}))).toEqual([]);
    expect(found([made], rows({ plan: "enterprise" }))).toEqual(["changed a plan"]);
    expect(found([made], rows({ status: "closed" }))).toEqual(["changed a status"]);
    expect(found([made], rows({}, { isGoLiveRequired: true }))).toEqual(["changed a isGoLiveRequired"]);
    const granted = event("access.granted", "case", { status: "granted", hasIntegrationKeys: true });
    expect(found([made, granted], rows({ hasIntegrationKeys: true }))).toEqual([]);
    expect(found([made, granted], rows({}))).toEqual(["changed a hasIntegrationKeys"]);
    const updated = event("policy.updated", ACCOUNT, { ...policy, maximumLifetimeDays: 400 });
    expect(found([made, updated], rows({}, { maximumLifetimeDays: 400 }))).toEqual([]);
  });

  it("begins with what was there where the record began later", () => {
    const begun = event("record.begun", ACCOUNT, {
      things: [{ kind: "integration_key", id: "k", name: "Name of k", facts: KEY }, "garbage"],
    });
    expect(found([begun], [row("integration_key", "k", KEY)])).toEqual([]);
    expect(found([begun], [row("integration_key", "k", { ...KEY, name: "x" })])).toEqual(["changed k name"]);
  });

  it("knows who is of the operator's staff", () => {
    const person = event("person.created", "u", { isStaff: false });
    expect(found([person], [row("user", "u", { isStaff: false, status: "active" })])).toEqual([]);
    expect(found([person], [row("user", "u", { isStaff: true, status: "active" })])).toEqual([
      "changed u isStaff",
    ]);
  });
});
