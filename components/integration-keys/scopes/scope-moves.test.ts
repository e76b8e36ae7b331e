import { describe, expect, it } from "vitest";

import { LONG_LIVED_SCOPES, type Scope } from "@/lib/domain/keys/scopes";
import { scopeSections, searchScopes } from "./scope-choices";

import { moveFrom, tabStop } from "./scope-moves";

const all = scopeSections("admin");
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey });

describe("the grid of scopes by keyboard", () => {
  it.each<[Scope, string, Scope | null]>([
    ["users:read", "ArrowRight", "users:write"],
    ["users:write", "ArrowRight", "users:login"],
    ["users:login", "ArrowRight", null],
    ["users:read", "ArrowLeft", null],
    ["users:read", "ArrowUp", null],
    ["users:read", "ArrowDown", "agreements:read"],
    ["agreements:retention", "ArrowDown", "widgets:write"],
    ["webhooks:retention", "ArrowDown", "teammates:delete"],
    ["integrations:read", "ArrowDown", "financial_documents:read"],
    ["financial_documents:read", "ArrowDown", null],
    ["agreements:send", "Home", "agreements:read"],
    ["agreements:send", "End", "agreements:retention"],
    ["agreements:send", "x", null],
  ])("leads from %s by %s to %s", (from, key, to) => {
    expect(moveFrom(all, from, press(key))).toBe(to);
  });

  it("leads to both ends of the grid with Ctrl", () => {
    expect(moveFrom(all, "webhooks:read", press("Home", true))).toBe("users:read");
    expect(moveFrom(all, "webhooks:read", press("End", true))).toBe("financial_documents:read");
  });

  it("reaches every scope from the first by arrows alone", () => {
    const reached = new Set<Scope>(["users:read"]);
    for (const scope of reached) {
      for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
        const next = moveFrom(all, scope, press(key));
        if (next) reached.add(next);
      }
    }
    expect([...reached].toSorted()).toEqual([...LONG_LIVED_SCOPES].toSorted());
  });

  it("steps over what a search hides, and stops at what is shown", () => {
    const found = searchScopes(all, "retention");
    expect(moveFrom(found, "agreements:retention", press("ArrowDown"))).toBe("library:retention");
    expect(tabStop(found, "users:read")).toBe("agreements:retention");
    expect(tabStop(found, "webhooks:retention")).toBe("webhooks:retention");
    expect(tabStop(searchScopes(all, "no such thing"), "users:read")).toBeNull();
  });
});
