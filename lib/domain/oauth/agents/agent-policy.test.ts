import { describe, expect, it } from "vitest";

import { readAgentHosts } from "./agent-hosts";
import { allowsAgent, isWider, NO_AGENTS } from "./agent-policy";

const ANY = { isAllowed: true, hosts: [] };
const some = (...hosts: string[]) => ({ isAllowed: true, hosts });

describe("the agent policy of an account", () => {
  it.each([
    ["nobody while it is off", NO_AGENTS, false],
    ["nobody while it is off, whatever it lists", { isAllowed: false, hosts: ["agent.example"] }, false],
    ["anybody where it lists none", ANY, true],
    ["a host that it lists", some("other.example", "agent.example"), true],
    ["no host that it does not list", some("other.example"), false],
    ["no host below one", some("example"), false],
    ["no host above one", some("www.agent.example"), false],
    ["no other port", some("agent.example:8443"), false],
  ])("lets ask %s", (_, policy, isAllowed) => {
    expect(allowsAgent(policy, "agent.example")).toBe(isAllowed);
  });

  it.each([
    [NO_AGENTS, ANY, true],
    [NO_AGENTS, some("a.example"), true],
    [NO_AGENTS, NO_AGENTS, false],
    [ANY, NO_AGENTS, false],
    [ANY, some("a.example"), false],
    [ANY, ANY, false],
    [some("a.example"), ANY, true],
    [some("a.example"), some("a.example", "b.example"), true],
    [some("a.example", "b.example"), some("a.example"), false],
    [some("a.example"), some("b.example"), true],
    [some("a.example"), NO_AGENTS, false],
  ])("from %j to %j is wider: %s", (before, after, expected) => {
    expect(isWider(before, after)).toBe(expected);
  });

  it("keeps each host once, in one spelling and order", () => {
    expect(readAgentHosts([" b.example ", "A.example", "b.example", "a.example:8443"])).toEqual({
      ok: true,
      hosts: ["a.example", "a.example:8443", "b.example"],
    });
    expect(readAgentHosts([])).toEqual({ ok: true, hosts: [] });
  });

  it.each([
    "",
    "https://a.example",
    "a.example/",
    "a.example:443",
    "*.example",
    "localhost",
    "10.0.0.1",
    "a b.example",
    "u@a.example",
  ])("takes no %s for a host", (text) => {
    expect(readAgentHosts(["a.example", text])).toMatchObject({ ok: false, index: 1 });
  });
});
