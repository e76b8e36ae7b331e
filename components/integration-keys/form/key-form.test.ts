import { describe, expect, it } from "vitest";

import type { Scope } from "@/lib/domain/keys/scopes";
import { firstFault, keyFormRequest } from "./key-form";
import { keyFormFaults, refusedFields } from "./submission/key-form-faults";

const facts = { now: new Date("2026-11-22T09:20:46Z"), maximumLifetimeDays: 365 };
const values = {
  name: "Nightly export",
  method: "long_lived" as const,
  isPublic: false,
  expiresAt: "2027-03-01T12:00:00.000Z",
  allowedRanges: "203.0.113.0/24\n\n 2001:db8::1 \n",
  scopes: new Set<Scope>(["agreements:send", "users:read"]),
};

describe("the form of a new key", () => {
  it("sends scopes in catalogue order and one range a line", () => {
    expect(keyFormFaults(values, facts)).toEqual({});
    expect(keyFormRequest(values)).toEqual({
      name: "Nightly export",
      scopes: ["users:read", "agreements:send"],
      expiresAt: "2027-03-01T12:00:00.000Z",
      allowedRanges: ["203.0.113.0/24", "2001:db8::1"],
    });
  });

  it("finds every fault at once, and the first in the order of the page", () => {
    const faults = keyFormFaults(
      { ...values, name: " ", expiresAt: "", allowedRanges: "10.0.0.1/8", scopes: new Set() },
      facts,
    );
    expect(Object.keys(faults).toSorted()).toEqual(["allowedRanges", "expiresAt", "name", "scopes"]);
    expect(firstFault(faults)).toBe("name");
  });

  it.each([
    ["2026-11-22T09:20:46.000Z", "past"],
    ["2028-01-01T00:00:00.000Z", "at most 1 year"],
    ["2040-01-01T00:00:00.000Z", "10 years"],
  ])("refuses an expiry at %s with the rule (R5)", (expiresAt, words) => {
    expect(keyFormFaults({ ...values, expiresAt }, facts).expiresAt).toContain(words);
  });
});

describe("the server's refusal", () => {
  const sent = keyFormRequest(values);

  it("is shown at the fields that its pointers name", () => {
    const faults = refusedFields(
      [
        { pointer: "/scopes/1", code: "scope_not_grantable", detail: "Your profile may not hold it." },
        { pointer: "/scopes/0", code: "scope_not_grantable", detail: "Nor this." },
        { pointer: "/allowedRanges/1", code: "invalid_range", detail: "This is no range." },
      ],
      "Invalid input",
      sent,
    );
    expect(faults).toEqual({
      scopes: "Your profile may not hold it.",
      allowedRanges: "2001:db8::1: This is no range.",
    });
  });

  it("is shown above the form where it is about none of its fields", () => {
    expect(refusedFields([], "This account has 100 active keys.", sent)).toEqual({
      form: "This account has 100 active keys.",
    });
    expect(
      refusedFields([{ pointer: "/owner", code: "unknown_field", detail: "No such field." }], "x", sent),
    ).toEqual({ form: "No such field." });
  });
});

describe("the form of an app", () => {
  const app = { ...values, method: "oauth" as const, expiresAt: "" };

  it("has no expiry to fill in, and sends none", () => {
    expect(keyFormFaults(app, facts)).toEqual({});
    expect(keyFormRequest(app)).not.toHaveProperty("expiresAt");
  });

  it("sends the scopes that only apps can hold, which a long-lived key leaves out", () => {
    const scopes = new Set<Scope>(["impersonation", "users:read"]);
    expect(keyFormRequest({ ...app, scopes }).scopes).toEqual(["users:read", "impersonation"]);
    expect(keyFormRequest({ ...values, scopes }).scopes).toEqual(["users:read"]);
    expect(keyFormFaults({ ...values, scopes: new Set<Scope>(["impersonation"]) }, facts)).toHaveProperty(
      "scopes",
    );
  });
});
