import { once } from "node:events";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { openVerification } from "../../lib/verification/open";
import { OWN_READS_MAX } from "../../lib/verification/own-api/own-reads";
import type { GateService } from "../http/answer";
import { createGateServer } from "../server";
import { call } from "../testing/ask";
import { openService } from "../testing/open-service";
import { until } from "../testing/until";

const database = testDatabase();
let service: GateService;
beforeAll(() => {
  service = openService(database.url, openVerification);
});
afterAll(() => service.verification.close());

it("a call that was let through and can't be answered is told so, and is recorded with that end", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, {
    scopes: ["integrations:read"],
  });
  const server = createGateServer(service, [], pino({ level: "silent" }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  const url = `http://127.0.0.1:${address.port}`;

  const occupying = new AbortController();
  const occupied = once(occupying.signal, "abort");
  const reads = Array.from({ length: OWN_READS_MAX }, () => service.verification.readOwn(() => occupied));
  const refused = await call(url, key.secret, "/v1/integration-keys");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  const callId = refused.headers.get("x-request-id");
  const outcomeOf = async () =>
    (await database.owner.query("select code, outcome_status from calls where id = $1", [callId])).rows;
  await until(async () => (await outcomeOf())[0]?.outcome_status !== null);
  expect(await outcomeOf()).toEqual([{ code: "allowed", outcome_status: 503 }]);

  occupying.abort();
  await Promise.all(reads);
  expect((await call(url, key.secret, "/v1/integration-keys")).status).toBe(200);
  server.closeAllConnections();
  server.close();
});
