import { describe, expect, it } from "vitest";

import { coveringConsent } from "./organization-consent";

const acme = { id: "acme", scopes: ["signature", "impersonation"], domains: ["acme.example"] };
const wide = { ...acme, id: "wide", scopes: [...acme.scopes, "teammates:read"] };

describe("an organization's consent", () => {
  it("covers whoever has an address of its domains, for what it allows", () => {
    expect(coveringConsent([acme], "acme.example", ["signature", "impersonation"])).toBe(acme);
    expect(coveringConsent([acme], "acme.example", ["openid", "agreements:read"])).toBe(acme);
  });

  it.each(["", "mail.acme.example", "example", "xacme.example", "ACME.example", "other.example"])(
    "does not cover an address of %j",
    (domain) => {
      expect(coveringConsent([acme], domain, ["signature"])).toBeNull();
    },
  );

  it("does not cover what it lacks one scope of", () => {
    expect(coveringConsent([acme], "acme.example", ["signature", "teammates:read"])).toBeNull();
    expect(coveringConsent([acme], "acme.example", ["extended"])).toBeNull();
  });

  it("covers nobody without a domain that is held", () => {
    expect(coveringConsent([{ ...acme, domains: [] }], "acme.example", ["signature"])).toBeNull();
  });

  it("is the first that covers all of it", () => {
    expect(coveringConsent([acme, wide], "acme.example", ["teammates:read"])).toBe(wide);
    expect(coveringConsent([acme, wide], "acme.example", ["signature"])).toBe(acme);
  });
});
