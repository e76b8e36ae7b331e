import { describe, expect, it } from "vitest";

import type { AccountSummary } from "@/lib/contracts/people/sessions";
import { PROFILES } from "@/lib/domain/people/profiles";

import { isCurrentSection, sectionGroups } from "./sections";

const ACCOUNT: AccountSummary = {
  id: "0190f3a0-0000-7000-8000-000000000001",
  name: "Acme Production",
  environment: "production",
  profile: "admin",
  hasIntegrationKeys: true,
  isClosed: false,
};
const labels = (account: AccountSummary | null, isStaff = false) =>
  sectionGroups(account, isStaff).flatMap((group) => group.sections.map((section) => section.label));

const waysTo = (...names: string[]) =>
  sectionGroups(
    null,
    false,
    names.map((name) => ({ id: ACCOUNT.id, name })),
  )[0]?.sections.map(({ label }) => label);

describe("the navigation", () => {
  it("shows an admin everything", () => {
    expect(labels(ACCOUNT)).toEqual([
      "Overview",
      "Integration Key",
      "Transfers",
      "Members",
      "Continuity",
      "Key policy",
      "Audit log",
      "Notices",
      "Request logging",
      "Connected apps",
      "Security",
    ]);
  });

  it("has no Integration Key where keys are not available (R1), whatever the profile", () => {
    for (const profile of PROFILES) {
      expect(labels({ ...ACCOUNT, profile, hasIntegrationKeys: false })).not.toContain("Integration Key");
    }
  });

  it("shows a developer keys, their way to production and policy, a member and a viewer none of it (R2)", () => {
    expect(labels({ ...ACCOUNT, environment: "sandbox", profile: "developer" })).toEqual([
      "Overview",
      "Integration Key",
      "Go Live",
      "Key policy",
      "Notices",
      "Request logging",
      "Connected apps",
      "Security",
    ]);
    for (const profile of ["member", "viewer"] as const) {
      expect(labels({ ...ACCOUNT, profile })).toEqual([
        "Overview",
        "Notices",
        "Request logging",
        "Connected apps",
        "Security",
      ]);
    }
  });

  it("shows Support to staff only, who need no account", () => {
    expect(labels(null, true)).toEqual([
      "Notices",
      "Request logging",
      "Connected apps",
      "Security",
      "Support",
    ]);
    expect(labels(null)).toEqual(["Notices", "Request logging", "Connected apps", "Security"]);
  });

  it("shows admins of an organization the way to it, by its name where there are several", () => {
    expect(waysTo("Acme")).toEqual(["Organization"]);
    expect(waysTo("Acme", "Globex")).toEqual(["Acme", "Globex"]);
  });

  it("marks one section as current, also below it", () => {
    const sections = sectionGroups(ACCOUNT, true).flatMap((group) => group.sections);
    const current = (pathname: string) =>
      sections.filter((section) => isCurrentSection(section, pathname)).map((section) => section.label);
    const base = `/accounts/${ACCOUNT.id}`;
    expect(current(`${base}/api-information`)).toEqual(["Overview"]);
    expect(current(`${base}/api-information/integration-keys`)).toEqual(["Integration Key"]);
    expect(current(`${base}/api-information/integration-keys/new`)).toEqual(["Integration Key"]);
    expect(current("/support/cases/1")).toEqual(["Support"]);
    expect(current(`${base}/api-information/integration-keys-of-others`)).toEqual([]);
  });
});
