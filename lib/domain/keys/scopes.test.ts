import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  LONG_LIVED_SCOPES,
  parseScope,
  readScopes,
  SCOPE_CATALOGUE,
  scopeEntry,
  sortScopes,
  type Scope,
} from "./scopes";

/** The catalogue, written out. */
const CATALOGUE = {
  Signing: words(
    `users:read users:write users:login
     agreements:read agreements:write agreements:send agreements:sign agreements:retention
     widgets:read widgets:write
     library:read library:write library:retention
     workflows:read workflows:write
     webhooks:read webhooks:write webhooks:retention`,
  ),
  Workspace: words(
    `teammates:read teammates:write teammates:delete
     emails:read emails:write emails:delete
     signatures:read signatures:write signatures:delete
     smart_fields:read smart_fields:write smart_fields:delete
     folders:read folders:write folders:delete
     assets:read assets:write assets:delete
     marketing_campaigns:read marketing_campaigns:write marketing_campaigns:delete
     integrations:read
     financial_documents:read`,
  ),
  OAuth: words("signature extended impersonation"),
};

function words(text: string): string[] {
  return text.split(/\s+/);
}

/** WIRE-FACTS section 1, written out. */
const ACROBAT: Record<string, string> = {
  agreement_read: "agreements:read",
  agreement_write: "agreements:write",
  agreement_send: "agreements:send",
  agreement_sign: "agreements:sign",
  agreement_retention: "agreements:retention",
  library_read: "library:read",
  library_write: "library:write",
  library_retention: "library:retention",
  user_read: "users:read",
  user_write: "users:write",
  user_login: "users:login",
  widget_read: "widgets:read",
  widget_write: "widgets:write",
  workflow_read: "workflows:read",
  workflow_write: "workflows:write",
  webhook_read: "webhooks:read",
  webhook_write: "webhooks:write",
  webhook_retention: "webhooks:retention",
};

const anyScope = fc.constantFrom(...SCOPE_CATALOGUE.map((entry) => entry.name));

describe("the scope catalogue", () => {
  it("holds exactly the scopes of the specification, by group", () => {
    const byGroup = Object.fromEntries(
      Object.keys(CATALOGUE).map((group) => [
        group,
        SCOPE_CATALOGUE.filter((entry) => entry.group === group).map((entry) => entry.name),
      ]),
    );
    expect(byGroup).toEqual(CATALOGUE);
    expect(SCOPE_CATALOGUE).toHaveLength(Object.values(CATALOGUE).flat().length);
  });

  it("accepts exactly the Acrobat Sign names as aliases, and each names one scope", () => {
    const aliases = SCOPE_CATALOGUE.flatMap((entry) => (entry.alias ? [[entry.alias, entry.name]] : []));
    expect(Object.fromEntries(aliases)).toEqual(ACROBAT);
    expect(aliases).toHaveLength(Object.keys(ACROBAT).length);
    for (const [alias, name] of Object.entries(ACROBAT)) expect(parseScope(alias)).toBe(name);
  });

  it("describes every scope in a sentence, and warns where a key gains more than the name says", () => {
    for (const entry of SCOPE_CATALOGUE) {
      expect(entry.sentence, entry.name).toMatch(/^[A-Z].{5,}[^.]$/);
      expect(scopeEntry(entry.name)).toBe(entry);
    }
    const warned = SCOPE_CATALOGUE.filter((entry) => entry.warning).map((entry) => entry.name);
    for (const name of ["users:write", "users:login", "webhooks:write", "agreements:send", "impersonation"]) {
      expect(warned).toContain(name);
    }
  });

  it("lets a long-lived key hold every scope but the OAuth ones", () => {
    expect(LONG_LIVED_SCOPES).toEqual([...CATALOGUE.Signing, ...CATALOGUE.Workspace]);
  });
});

describe("reading scopes", () => {
  it("knows no name outside of the catalogue, whatever its shape", () => {
    const known = new Set([...Object.values(CATALOGUE).flat(), ...Object.keys(ACROBAT)]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseScope(text) !== null).toBe(known.has(text));
      }),
    );
    const nearMisses = [" ", " agreements:read", "agreements:read ", "agreements:read\u0000", ""];
    const others = words(
      `__proto__ constructor toString agreements agreements: :read *:read * AGREEMENTS:READ Agreement_Read
       agreements_read agreement:read users:delete integrations:write teammate_read`,
    );
    for (const text of [...nearMisses, ...others]) {
      expect(parseScope(text), JSON.stringify(text)).toBeNull();
    }
  });

  it("gives the known scopes once each in catalogue order, and the unknown ones as they were written", () => {
    const names = fc.array(fc.oneof(anyScope, fc.constantFrom(...Object.keys(ACROBAT)), fc.constant("x:y")));
    fc.assert(
      fc.property(names, (list) => {
        const reading = readScopes(list);
        const wanted = new Set(list.map((name) => ACROBAT[name] ?? name).filter((name) => name !== "x:y"));
        expect(reading.scopes).toEqual(
          SCOPE_CATALOGUE.map((entry) => entry.name).filter((name) => wanted.has(name)),
        );
        expect(reading.unknown).toEqual(list.filter((name) => name === "x:y"));
      }),
    );
  });

  it("sorts the same set of scopes into the same list, however it was ordered", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(SCOPE_CATALOGUE.map((entry) => entry.name)), (scopes: Scope[]) => {
        expect(sortScopes(scopes)).toEqual(sortScopes(scopes.toReversed()));
        expect(sortScopes([...scopes, ...scopes])).toHaveLength(scopes.length);
      }),
    );
  });
});
