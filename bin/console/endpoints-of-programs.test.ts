/** What programs call is answered before the framework, and no otherwise than by it. */
import { EventEmitter, once } from "node:events";
import type { Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { useDatabase } from "../../lib/kernel/database";
import { codeOf, makeStory, redeem } from "../../testing/oauth/oauth-story";
import { createConsoleServer } from "./console-server";
import { answersToPrograms } from "./endpoints-of-programs";

const database = testDatabase(useDatabase);
let server: Server;
let port: number;
const toFramework: string[] = [];
/** Says "handled" when everything has been done for a request of a program. */
const handling = new EventEmitter();

beforeAll(async () => {
  const publicAddress = new URL("https://keys.example.test");
  const answer = await answersToPrograms(publicAddress);
  server = createConsoleServer({
    publicAddress,
    trustedProxies: [],
    isReady: () => Promise.resolve(true),
    isDraining: () => false,
    isKnownBrowser: () => false,
    handle: async (request, response) => {
      if (await answer(request, response)) {
        handling.emit("handled");
        return;
      }
      toFramework.push(`${request.method} ${request.url}`);
      response.end("of the framework");
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: new URLSearchParams(form), headers });

describe("an endpoint of programs", () => {
  it("answers as the endpoint does, with the headers that every answer of the console has", async () => {
    const story = await makeStory(database);
    const authorization = `Basic ${btoa(`${story.app.clientId}:${story.secret?.text ?? ""}`)}`;
    const form = { grant_type: "authorization_code", code: await codeOf(story) };
    const answer = await post("/oauth/token?x=1", form, { authorization, "x-request-id": "mine" });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "strict-transport-security": expect.any(String),
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const told = await post("/oauth/introspect", { token }, { authorization });
    expect(await told.json()).toMatchObject({ active: true, sub: story.max.user.id });
    const back = await post("/oauth/revoke", { token }, { authorization });
    expect([back.status, await back.text()]).toEqual([200, ""]);
    expect(await (await post("/oauth/introspect", { token }, { authorization })).json()).toEqual({
      active: false,
    });
    expect((await redeem(story, "another")).status).toBe(400);
  });

  it("leaves other methods and addresses to the framework", async () => {
    toFramework.length = 0;
    await fetch(`http://127.0.0.1:${port}/oauth/token`);
    await fetch(`http://127.0.0.1:${port}/oauth/token`, { method: "OPTIONS" });
    await post("/oauth/token/", {});
    await post("/oauth/consent", {});
    expect(toFramework).toEqual([
      "GET /oauth/token",
      "OPTIONS /oauth/token",
      "POST /oauth/token/",
      "POST /oauth/consent",
    ]);
  });

  it("refuses a body that does not end by its first bytes, and what is no form", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(
      "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    for (let chunk = 0; chunk < 20; chunk += 1) socket.write(`4000\r\n${"a".repeat(0x4000)}\r\n`);
    const [first] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    expect(first.toString()).toMatch(/^HTTP\/1\.1 400 /);
    const json = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect([json.status, await json.json()]).toMatchObject([400, { error: "invalid_request" }]);
  });

  it("does nothing with a form whose sender went away before its end, and serves the next", async () => {
    const story = await makeStory(database);
    const authorization = `Basic ${btoa(`${story.app.clientId}:${story.secret?.text ?? ""}`)}`;
    const form = { grant_type: "authorization_code", code: await codeOf(story) };
    // All that redeems the code is there, and more was to come.
    const sent = String(new URLSearchParams(form));
    const [came, handled] = [once(server, "request"), once(handling, "handled")];
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(
      [
        "POST /oauth/token HTTP/1.1",
        "Host: x",
        `Authorization: ${authorization}`,
        "Content-Type: application/x-www-form-urlencoded",
        `Content-Length: ${sent.length + 100}`,
        "",
        sent,
      ].join("\r\n"),
    );
    await came;
    socket.destroy();
    await handled;
    expect((await post("/oauth/token", form, { authorization })).status).toBe(200);
  });
});
