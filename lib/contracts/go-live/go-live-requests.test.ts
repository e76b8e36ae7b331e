import { describe, expect, it } from "vitest";

import { newSecret } from "../../platform/secrets/secrets";
import { RequestMigrationBody } from "./go-live-requests";

const accountId = "0190c1f2-0000-7000-8000-000000000001";
const read = (note: unknown) => RequestMigrationBody.safeParse({ accountId, note });

describe("a note to whoever decides", () => {
  it("may be left out", () => {
    expect(RequestMigrationBody.parse({ accountId })).toEqual({ accountId });
  });

  it("has at most 1,000 characters, and at least one", () => {
    expect(read("a".repeat(1_000)).success).toBe(true);
    expect(read("a".repeat(1_001)).error?.issues[0]).toMatchObject({ path: ["note"] });
    expect(read("  ").error?.issues[0]).toMatchObject({ path: ["note"] });
  });

  it.each(["\u0000", "\u202E", "\u2066", "\uD800"])("has no %j", (mark) => {
    expect(read(`Please ${mark} soon`).success).toBe(false);
  });

  it("keeps no secret that was written into it (R9)", () => {
    const { text: secret } = newSecret("iks", "sandbox");
    expect(JSON.stringify(read(`It is ${secret} still`).data)).not.toContain(secret.slice(-20));
  });
});
