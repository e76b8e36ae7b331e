/** Behind nginx as the controller ingress-nginx sets it up: it tells of the request in X-Original-URL, a whole address. */
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { startApi, type ApiServer } from "../testing/api-server";
import { startGate, type GateProcess } from "../testing/gate-process";
import { startIngress, type Gateway } from "../testing/gateways";

const database = testDatabase();
let api: ApiServer;
let gate: GateProcess;
let ingress: Gateway;
beforeAll(async () => {
  api = await startApi();
  gate = await startGate(database.url, { GATE_ROUTES: "examples/gateways/routes.yaml" });
  ingress = await startIngress(gate.port, api.port);
});
afterAll(async () => {
  await ingress.stop();
  await gate.stop();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id) };
}

/** Sends header lines as they are, the host among them. @returns the status */
function send(method: string, target: string, secret: string, lines: readonly string[]): Promise<number> {
  const head = [`${method} ${target} HTTP/1.1`, `Authorization: Bearer ${secret}`, ...lines];
  return new Promise((resolve, reject) => {
    const socket = connect(ingress.port, "127.0.0.1", () =>
      socket.write([...head, "Connection: close", "", ""].join("\r\n")),
    );
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", reject);
    socket.on("close", () => resolve(Number(text.slice(9, 12))));
  });
}

const AGREEMENTS = "/api/rest/v6/agreements";

describe("behind ingress-nginx", () => {
  it.each(["api.example.com", "api.example.com:8443", "[::1]"])(
    "an allowed request of the host %s reaches the API with who calls, and is recorded with method and path",
    async (host) => {
      const { tenant, key } = await arrange();
      const status = await send("GET", `${AGREEMENTS}?x=1`, key.secret, [
        `Host: ${host}`,
        "X-Countersign-Account: another",
      ]);
      expect(status).toBe(200);
      expect(api.requests[0]).toMatchObject({
        url: `${AGREEMENTS}?x=1`,
        headers: { "x-countersign-account": tenant.account.id, "x-countersign-key": key.clientId },
      });
      const { rows } = await database.owner.query("select method, path, code from calls where key_id = $1", [
        key.id,
      ]);
      expect(rows).toEqual([{ method: "GET", path: AGREEMENTS, code: "allowed" }]);
    },
  );

  it("a request that the route table refuses is 403, and none without a key gets through", async () => {
    const { key } = await arrange();
    expect(await send("POST", AGREEMENTS, key.secret, ["Host: api"])).toBe(403);
    expect(await send("GET", "/elsewhere", key.secret, ["Host: api"])).toBe(403);
    expect(await send("GET", AGREEMENTS, "", ["Host: api"])).toBe(401);
    expect(api.requests).toEqual([]);
  });

  it.each([
    [["Host: api?"]],
    [["Host: api#"]],
    [["Host: x@api"]],
    [["Host: api?/api/rest/v6/baseUris#"]],
    [["Host: api", "X-Original-URI: /api/rest/v6/baseUris"]],
    [["Host: api", "X-Forwarded-Uri: /api/rest/v6/baseUris"]],
    [["Host: api", "X-Forwarded-Method: GET"]],
  ])("%j opens no other route than the request's own", async (lines) => {
    const { key } = await arrange();
    expect([400, 403, 500]).toContain(await send("POST", AGREEMENTS, key.secret, lines));
    expect(api.requests).toEqual([]);
  });

  it("headers that the controller sets itself are worth nothing from a client", async () => {
    const { key } = await arrange();
    const claims = ["X-Original-URL: http://api/api/rest/v6/baseUris", "X-Original-Method: GET"];
    expect(await send("POST", AGREEMENTS, key.secret, ["Host: api", ...claims])).toBe(403);
    expect(api.requests).toEqual([]);
  });
});
