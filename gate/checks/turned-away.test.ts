import { createServer } from "node:http";
import { describe, expect, it } from "vitest";

import { isCheck, turnAway } from "./turned-away";

/** Asks a server that turns everybody away. */
async function ask(isDraining = false): Promise<Response> {
  const server = createServer((_, response) => void turnAway(response, () => isDraining));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}/v1/authorize`);
  await response.clone().arrayBuffer();
  server.close();
  return response;
}

describe("who is turned away", () => {
  it("is told when to come again, in the form of every other refusal", async () => {
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const requestId = response.headers.get("x-request-id");
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ status: 503, code: "overloaded", instance: "/v1/authorize", requestId });
    expect(JSON.parse(response.headers.get("x-countersign-problem") ?? "")).toEqual(body);
  });

  it("has an id of its own, and keeps no connection to a process that ends", async () => {
    const [one, two] = [await ask(), await ask(true)];
    expect(one.headers.get("x-request-id")).not.toBe(two.headers.get("x-request-id"));
    expect(two.headers.get("connection")).toBe("close");
  });

  it("waits a little, and not all alike, so that asking again at once is no gain", async () => {
    const since = performance.now();
    const waits = await Promise.all(
      Array.from({ length: 20 }, async () => {
        await ask();
        return performance.now() - since;
      }),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(129);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(10);
  });

  it("asked for a check, and for nothing else", () => {
    const targets = [
      "/v1/authorize",
      "/v1/authorize?scope=a",
      "/v1/authorized",
      "/healthz",
      "/v1/verify",
      undefined,
    ];
    expect(targets.map(isCheck)).toEqual([true, true, false, false, false, false]);
  });
});
