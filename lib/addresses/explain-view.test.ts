import { describe, expect, it } from "vitest";

import {
  viewOfCall,
  explainQuestion,
  explainSearch,
  NOTHING_ASKED,
  readExplainView,
  type ExplainView,
} from "./explain-view";

const SECRET = `ik_live_${"a1B2".repeat(11)}xx`;
const asked: ExplainView = {
  ...NOTHING_ASKED,
  method: "POST",
  path: "/agreements?access_token=x#y",
  scopes: ["agreements:read", "users:read"],
  address: "10.0.0.9",
  at: "2027-03-01T12:00:00.000Z",
  environment: "sandbox",
};

describe("the URL of an explanation", () => {
  it("keeps the whole question but the path's query, which may hold anything", () => {
    const search = explainSearch(asked);
    expect(search).toMatchObject({ tab: "explain", path: "/agreements" });
    expect(readExplainView(search)).toEqual({ ...asked, path: "/agreements" });
  });

  it("names a recorded call instead, and nothing that contradicts it", () => {
    const call = "0199f6a0-0000-7000-8000-000000000000";
    expect(explainQuestion(readExplainView(explainSearch({ ...asked, call })))).toEqual({
      callId: call,
      environment: "sandbox",
    });
  });

  it("asks about the key alone where nothing is given", () => {
    expect(readExplainView({})).toEqual(NOTHING_ASKED);
    expect(explainQuestion(NOTHING_ASKED)).toEqual({});
  });

  it("leaves out a time that is none, so that the page opens", () => {
    expect(readExplainView({ at: "2026-11-22T09:20:00Z" }).at).toBe("2026-11-22T09:20:00.000Z");
    expect(readExplainView({ at: "2026-11-22T10:20:00+01:00" }).at).toBe("2026-11-22T09:20:00.000Z");
    for (const at of ["yesterday", "2026-13-40T00:00:00Z", ""]) expect(readExplainView({ at }).at).toBeNull();
  });

  it("reads no secret out of an address that somebody made (R9)", () => {
    const view = readExplainView({
      method: SECRET,
      path: `/a/${SECRET}`,
      scopes: SECRET,
      address: SECRET,
      at: SECRET,
      environment: SECRET,
      call: SECRET,
    });
    expect(view).toEqual(NOTHING_ASKED);
  });
});

describe("a recorded call", () => {
  it("fills the form with its own method, path, scopes and address, so that nothing else is asked next", () => {
    const call = {
      method: "POST",
      path: "/agreements",
      scopesNeeded: ["agreements:write"],
      address: "203.0.113.7",
    };
    const view = {
      ...NOTHING_ASKED,
      call: "0193e3a4-0000-7000-8000-000000000001",
      environment: "sandbox" as const,
    };
    expect(viewOfCall(view, call)).toEqual({
      ...view,
      method: "POST",
      path: "/agreements",
      scopes: ["agreements:write"],
      address: "203.0.113.7",
    });
  });
});
