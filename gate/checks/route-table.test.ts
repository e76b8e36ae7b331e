import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import type { Scope } from "../../lib/domain/keys/scopes";
import { newId } from "../../lib/platform/ids";
import { authorizeWith, call, verifyWith } from "../testing/ask";
import { runGate, startGate, type GateProcess } from "../testing/gate-process";
import { untilOutput } from "../testing/until";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "gate-routes-"));
const ROUTES = `
unknownRoutes: refuse
routes:
  - { method: GET, path: /v6/agreements, scopes: agreements:read }
  - { method: POST, path: /v6/agreements, scopes: agreement_write }
  - { method: GET, path: "/accounts/{accountId}/users", scopes: [] }
  - { method: GET, path: /restapi/service_information, public: true }
`;

let gate: GateProcess;
const file = fileOf("routes.yaml", ROUTES);
beforeAll(async () => {
  gate = await startGate(database.url, { GATE_ROUTES: file });
});
afterAll(async () => {
  await gate.stop();
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function arrange(scopes: readonly Scope[] = ["agreements:read"]) {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, { scopes });
  return { account: tenant.account, key };
}

const ask = (secret: string | null, request: string, query = "", url = gate.url) => {
  const [method = "", uri = ""] = request.split(" ");
  return authorizeWith(url, secret, query, { "x-forwarded-method": method, "x-forwarded-uri": uri });
};
const outcome = async (response: Response) => {
  const text = await response.text();
  return text === "" ? response.status : (JSON.parse(text) as { code: string }).code;
};

describe("with a route table, authorize", () => {
  it("asks for the scopes of the request's route", async () => {
    const { key } = await arrange();
    expect(await outcome(await ask(key.secret, "GET /v6/agreements?cursor=1"))).toBe(200);
    const refused = await ask(key.secret, "POST /v6/agreements");
    expect(refused.headers.get("x-accepted-scopes")).toBe("agreements:write");
    expect(await outcome(refused)).toBe("insufficient_scope");
    const { rows } = await database.owner.query(
      "select method, path, code, scopes_needed from calls where key_id = $1 order by at, id",
      [key.id],
    );
    expect(rows).toEqual([
      { method: "GET", path: "/v6/agreements", code: "allowed", scopes_needed: ["agreements:read"] },
      {
        method: "POST",
        path: "/v6/agreements",
        code: "insufficient_scope",
        scopes_needed: ["agreements:write"],
      },
    ]);
  });

  it("lets a key through to its own account alone, in the same words whether the other exists (R7)", async () => {
    const [mine, theirs] = [await arrange(), await arrange()];
    expect(await outcome(await ask(mine.key.secret, `GET /accounts/${mine.account.id}/users`))).toBe(200);
    const upper = mine.account.id.toUpperCase();
    expect(await outcome(await ask(mine.key.secret, `GET /accounts/${upper}/users`))).toBe(200);
    const bodies: unknown[] = [];
    for (const id of [theirs.account.id, newId(), "me"]) {
      const response = await ask(mine.key.secret, `GET /accounts/${id}/users`);
      expect(response.status).toBe(403);
      bodies.push({ ...((await response.json()) as object), requestId: "" });
    }
    expect(bodies[0]).toMatchObject({ code: "wrong_account" });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it("refuses what no route has, and records it; without a good key nobody learns what routes there are", async () => {
    const { key } = await arrange();
    for (const request of ["GET /v6/users", "DELETE /v6/agreements", "GET /v6"]) {
      expect(await outcome(await ask(key.secret, request))).toBe("unknown_route");
      expect(await outcome(await ask(null, request))).toBe("missing_key");
    }
    for (const request of [
      "GET /v6//agreements",
      "GET /V6/agreements",
      "GET /x/%2e%2e/v6/agreements",
      "GET /v6/agreements;a=b",
    ]) {
      expect(await outcome(await ask(key.secret, request))).toBe("ambiguous_path");
    }
    // Nothing said what the original request was: this request itself is no route.
    expect(await outcome(await authorizeWith(gate.url, key.secret))).toBe("unknown_route");
  });

  it("takes ?scope= instead of the route's scopes, and compares the account all the same", async () => {
    const [mine, theirs] = [await arrange(), await arrange()];
    const { secret } = mine.key;
    expect(await outcome(await ask(secret, "POST /v6/agreements", "?scope=agreements:read"))).toBe(200);
    expect(await outcome(await ask(secret, "GET /v6/agreements", "?scope=users:read"))).toBe(
      "insufficient_scope",
    );
    expect(await outcome(await ask(secret, "POST /v6/agreements", "?scope="))).toBe("insufficient_scope");
    const other = `GET /accounts/${theirs.account.id}/users`;
    expect(await outcome(await ask(secret, other, "?scope=agreements:read"))).toBe("wrong_account");
    expect(await outcome(await ask(secret, "GET /v6/users", "?scope=agreements:read"))).toBe("unknown_route");
  });

  it("lets everybody through to a public route, whatever credential comes along, and records nothing", async () => {
    const { key, account } = await arrange();
    const open = "GET /restapi/service_information";
    const ended = await makeKey(database.db, account, key.userId, {
      retiresAt: new Date(Date.now() - 1_000),
    });
    const before = await callCount();
    for (const secret of [null, "", "nonsense", key.secret, ended.secret]) {
      const response = await ask(secret, open);
      expect([response.status, await response.text()]).toEqual([200, ""]);
      // Nobody is named, in headers that are there: a gateway that copies them clears what the client wrote.
      const told = [...response.headers].filter(([name]) => /countersign|limit/.test(name));
      expect(told).toHaveLength(11);
      expect(told.filter(([, value]) => value !== "")).toEqual([]);
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
    const two = { "access-token": "another", "x-forwarded-method": "GET", "x-forwarded-uri": open.slice(4) };
    expect((await authorizeWith(gate.url, key.secret, "", two)).status).toBe(200);
    expect(await callCount()).toBe(before);
    expect(await outcome(await ask(null, open.replace("GET", "PUT")))).toBe("missing_key");
    expect(await outcome(await ask(null, open, "?scope=users:read"))).toBe("missing_key");
  });

  it("leaves the platform's own API alone", async () => {
    const { key } = await arrange();
    expect((await call(gate.url, key.secret, "/v1/me")).status).toBe(200);
  });
});

async function callCount(): Promise<unknown> {
  const { rows } = await database.owner.query("select count(*)::int as count from calls");
  return (rows as { count: number }[])[0]?.count;
}

const verified = async (body: object) => (await verifyWith(gate.url, body)).json();

describe("with a route table, verify", () => {
  it("says of a public route that it is public, and names nobody", async () => {
    const { key } = await arrange();
    for (const token of ["", "nonsense", key.secret]) {
      const answer = await verified({ token, method: "GET", path: "/restapi/service_information" });
      expect(answer).toEqual({
        valid: true,
        public: true,
        callId: null,
        keyId: null,
        clientId: null,
        accountId: null,
        userId: null,
        environment: null,
        scopes: [],
        expiresAt: null,
        limits: null,
      });
    }
  });

  it("looks the scopes up by method and path, unless they are given", async () => {
    const { key, account } = await arrange();
    const about = (method: string, path: string, more = {}) =>
      verified({ token: key.secret, method, path, ...more });
    expect(await about("GET", "/v6/agreements")).toMatchObject({ valid: true });
    expect(await about("POST", "/v6/agreements")).toMatchObject({
      code: "insufficient_scope",
      missing: ["agreements:write"],
    });
    expect(await about("POST", "/v6/agreements", { scopes: ["agreement_read"] })).toMatchObject({
      valid: true,
    });
    expect(await about("GET", "/v6/none")).toMatchObject({ status: 403, code: "unknown_route" });
    expect(await about("GET", `/accounts/${account.id}/users`)).toMatchObject({ valid: true });
    expect(await about("GET", `/accounts/${newId()}/users`)).toMatchObject({
      status: 403,
      code: "wrong_account",
    });
  });

  it("asks about the key alone without both, and wants both where it has one", async () => {
    const { key } = await arrange();
    expect(await verified({ token: key.secret })).toMatchObject({ valid: true });
    expect(await verified({ token: key.secret, scopes: ["users:read"] })).toMatchObject({
      code: "insufficient_scope",
    });
    for (const [given, pointer] of [
      [{ path: "/v6/agreements" }, "/method"],
      [{ method: "GET" }, "/path"],
    ] as const) {
      const response = await verifyWith(gate.url, { token: key.secret, ...given });
      expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ pointer }] }]);
    }
  });
});

describe("unknownRoutes: allow", () => {
  it("lets any good key through where no route is, and still refuses what might be one", async () => {
    const allowing = await startGate(database.url, {
      GATE_ROUTES: fileOf("allow.yaml", ROUTES.replace("refuse", "allow")),
    });
    const { key } = await arrange([]);
    const answers: unknown[] = [];
    for (const request of [
      "GET /v6/users",
      "GET /v6/agreements",
      "GET /V6/agreements",
      "GET /v6%2Fagreements",
    ]) {
      answers.push(await outcome(await ask(key.secret, request, "", allowing.url)));
    }
    expect(answers).toEqual([200, "insufficient_scope", "ambiguous_path", "ambiguous_path"]);
    await allowing.stop();
  });
});

describe("a file with faults", () => {
  it("ends the start with a line for each, and their places", async () => {
    const bad = fileOf("bad.yaml", "unknownRoutes: no\nroutes:\n  - { method: GET, path: a, scopes: fly }\n");
    const { code, errorText } = await runGate({ DATABASE_URL: database.url, GATE_ROUTES: bad });
    expect(code).toBe(1);
    expect(errorText).toBe(
      [
        `gate: ${bad}:1:16: unknownRoutes is refuse or allow`,
        `gate: ${bad}:3:26: a path begins with a slash`,
        `gate: ${bad}:3:37: there is no scope fly`,
        "",
      ].join("\n"),
    );
    const missing = await runGate({ DATABASE_URL: database.url, GATE_ROUTES: join(folder, "none") });
    expect(missing).toEqual({ code: 1, errorText: `gate: ${folder}/none: can't be read (ENOENT)\n` });
  });
});

describe.each([1, 2])("SIGHUP, with %d processes", (workers) => {
  it("takes a good file over, and keeps the table in use and names the faults for a bad one", async () => {
    const own = fileOf(`reload-${workers}.yaml`, ROUTES);
    const reloading = await startGate(database.url, { GATE_ROUTES: own, GATE_WORKERS: String(workers) });
    const { key } = await arrange();
    const codes = async () => {
      const answers: unknown[] = [];
      for (const request of ["GET /v6/agreements", "GET /v6/users"]) {
        answers.push(await outcome(await ask(key.secret, request, "", reloading.url)));
      }
      return answers;
    };
    expect(await codes()).toEqual([200, "unknown_route"]);

    writeFileSync(own, "routes: 5\n");
    reloading.process.kill("SIGHUP");
    await untilOutput(reloading, "the route table in use stays");
    expect(reloading.output()).toContain(
      `${own}:1:9: routes is a list of method, path, and scopes or public`,
    );
    expect(await codes()).toEqual([200, "unknown_route"]);

    writeFileSync(own, "routes: [{ method: GET, path: /v6/users, scopes: [] }]\n");
    reloading.process.kill("SIGHUP");
    await untilOutput(reloading, "the route table was read again");
    await expect.poll(codes).toEqual(["unknown_route", 200]);
    expect(await reloading.stop()).toBe(0);
  });
});

describe("SIGHUP without a route table", () => {
  it("ends nothing", async () => {
    const plain = await startGate(database.url);
    plain.process.kill("SIGHUP");
    await untilOutput(plain, "GATE_ROUTES is not set");
    expect((await call(plain.url, null, "/healthz")).status).toBe(200);
    await plain.stop();
  });
});
