import { describe, expect, it } from "vitest";

import { addressOf, exportedVerbs, VERBS } from "./handlers";

/** next-auth answers for itself. */
const FOREIGN = "/api/auth/[...nextauth]";

const exported = (await exportedVerbs()).filter(({ pattern }) => pattern !== FOREIGN);
const patterns = [...new Set(exported.map(({ pattern }) => pattern))];
const refused = exported.flatMap(({ verb, pattern, handler }) =>
  "isOther" in handler ? [[verb, pattern, handler] as const] : [],
);

describe("a method that an address does not take", () => {
  it("is known for every address of the API", () => {
    expect(exported).toHaveLength(patterns.length * VERBS.length);
    expect(refused.length).toBeGreaterThan(patterns.length);
  });

  it.each(refused)("%s %s is a problem that names those that it takes", async (verb, pattern, handler) => {
    const path = addressOf(pattern, {});
    const answer = handler(new Request(`http://localhost${path}`, { method: verb }));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([405, "application/problem+json"]);
    const taken = exported
      .filter((other) => other.pattern === pattern && !("isOther" in other.handler))
      .flatMap((other) => (other.verb === "GET" ? ["GET", "HEAD"] : [other.verb]));
    expect(answer.headers.get("allow")).toBe([...taken, "OPTIONS"].join(", "));
    expect(await answer.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
  });
});
