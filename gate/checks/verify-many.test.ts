import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { makeTenant, type TenantOptions } from "@/db/testing/tenant";

import type { GateProblem, VerifyAnswer } from "../../lib/contracts/gate/gate";
import { VerifyManyAnswer } from "../../lib/contracts/gate/gate-checks";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { until, untilOutput } from "../testing/until";
import { withinOneBurst, withinOneHour } from "../testing/within-one-hour";

const database = testDatabase();
let gate: GateProcess;
let down: GateProcess;
beforeAll(async () => {
  [gate, down] = await Promise.all([
    startGate(database.url),
    startGate("postgres://nobody@127.0.0.1:9/none", { GATE_DATABASE_TIMEOUT_MS: "300" }),
  ]);
});
afterAll(async () => {
  await Promise.all([gate.stop(), down.stop()]);
});

async function arrange(options: TenantOptions & TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id, options) };
}

/** The results of a list that is well-formed, as what the contract says of them. */
async function results(checks: readonly unknown[], url = gate.url) {
  const response = await verifyWith(url, { checks });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-request-id")).toEqual(expect.any(String));
  const answer = VerifyManyAnswer.parse(await response.json());
  expect(answer.results).toHaveLength(checks.length);
  return answer.results;
}

/** What became of each: `allowed`, or the code of its refusal or problem. */
const outcomes = (all: Awaited<ReturnType<typeof results>>) =>
  all.map(({ body }) => ("valid" in body && body.valid ? "allowed" : "code" in body && body.code));

async function problemOf(body: unknown) {
  const response = await verifyWith(gate.url, body);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  // The gate answers with its contract's type.
  const problem = (await response.json()) as GateProblem;
  expect(problem.status).toBe(response.status);
  return problem;
}

describe("a list of checks", () => {
  it("is answered entry by entry, in order, each with what it would be answered alone and its status", async () => {
    const { key, tenant } = await arrange();
    const answers = await results([
      { token: key.secret, scopes: ["agreements:read"], method: "GET", path: "/a" },
      { token: key.secret, scopes: ["agreements:write"] },
      { token: null },
      { token: newSecret("ik", "production").text },
      { token: key.secret, ip: "192.0.2.1" },
    ]);
    expect(outcomes(answers)).toEqual([
      "allowed",
      "insufficient_scope",
      "missing_key",
      "unknown_key",
      "allowed",
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]?.body).toMatchObject({ accountId: tenant.account.id, scopes: ["agreements:read"] });
    expect(answers[1]?.body).toMatchObject({
      title: "Scope missing",
      needed: ["agreements:write"],
      challenge: expect.stringContaining('scope="agreements:write"'),
    });
  });

  it("takes one secret as often as it comes: each is a call of its own", async () => {
    const { key } = await arrange();
    const answers = await results(
      Array.from({ length: 256 }, (_, n) => ({ token: key.secret, path: `/${n}` })),
    );
    const allowed = answers.flatMap(({ body }) => ("valid" in body && body.valid ? body : []));
    // A machine that is very busy may refuse the last of so many at once; none of those was let through.
    expect(allowed.length).toBeGreaterThanOrEqual(64);
    const { rows } = await database.owner.query<{ id: string; path: string }>(
      "select id, path from calls where key_id = $1",
      [key.id],
    );
    const paths = new Map(rows.map(({ id, path }) => [id, path]));
    expect(paths.size).toBe(allowed.length);
    for (const [index, { body }] of answers.entries()) {
      if ("valid" in body && body.valid && body.callId !== null)
        expect(paths.get(body.callId)).toBe(`/${index}`);
    }
  });

  it("is granted what is left of a quota from its beginning", () =>
    withinOneHour(async () => {
      const { key } = await arrange({ hourlyLimit: 3 });
      const answers = await results(Array.from({ length: 5 }, () => ({ token: key.secret })));
      const [over] = ["hourly_limit_exceeded"];
      expect(outcomes(answers)).toEqual(["allowed", "allowed", "allowed", over, over]);
      const remaining = answers
        .slice(0, 3)
        .map(({ body }) => "valid" in body && body.limits?.hourly.remaining);
      expect(remaining).toEqual([2, 1, 0]);
      expect(answers[4]?.body).toMatchObject({ status: 429, challenge: null });
    }));

  it("with a malformed entry has its problem in its place, with a pointer, and all other answers", async () => {
    const { key } = await arrange();
    const good = { token: key.secret };
    const poisoned = [
      [{}, "/checks/1/token"],
      [null, "/checks/1"],
      [[[[[]]]], "/checks/1"],
      [{ token: key.secret, path: "x".repeat(10_001) }, "/checks/1/path"],
      [{ token: key.secret, scopes: ["agreements:read", "nonsense"] }, "/checks/1/scopes/1"],
      [{ token: key.secret, environment: "staging" }, "/checks/1/environment"],
      [{ token: key.secret, "a/b~c": 1 }, "/checks/1/a~1b~0c"],
      [{ token: key.secret, checks: [good] }, "/checks/1/checks"],
    ] as const;
    for (const [entry, pointer] of poisoned) {
      const [before, failed, after] = await results([good, entry, good]);
      expect(failed).toMatchObject({
        status: 400,
        body: { status: 400, code: "validation_failed", instance: "/v1/verify", errors: [{ pointer }] },
      });
      for (const answered of [before, after]) expect(answered).toMatchObject({ body: { valid: true } });
    }
  });

  it("with an entry of thousands of fields that there are not has few of them in its answer, and no secret", async () => {
    const { key } = await arrange();
    const fields = Array.from({ length: 20_000 }, (_, n) => [`${key.secret}${n}`, 1] as const);
    const response = await verifyWith(gate.url, {
      checks: [{ token: "x", ...Object.fromEntries(fields.slice(0, 5_000)) }],
    });
    const text = await response.text();
    expect(text.length).toBeLessThan(8_000);
    expect(text).not.toContain(key.secret);
    expect(JSON.parse(text)).toMatchObject({ results: [{ status: 400 }] });
  });

  it("fails entry by entry where the database is away, but for those that need none", async () => {
    const { key } = await arrange();
    const answers = await results([{ token: key.secret }, { token: null }, { token: 5 }], down.url);
    expect(answers).toMatchObject([
      { status: 503, body: { code: "database_unavailable", status: 503 } },
      { status: 200, body: { valid: false, code: "missing_key" } },
      { status: 400, body: { code: "validation_failed" } },
    ]);
    await untilOutput(down, "database_unavailable");
  });

  it("has a place in the limit of requests without a good key for each of its entries", () => {
    let tries = 0;
    return withinOneBurst(async () => {
      const ip = `203.0.113.${(tries += 1)}`;
      const first = await results(Array.from({ length: 200 }, () => ({ token: null, ip })));
      expect(new Set(outcomes(first))).toEqual(new Set(["missing_key"]));
      expect(outcomes(await results([{ token: null, ip }, { token: null }]))).toEqual([
        "burst_limit_exceeded",
        "missing_key",
      ]);
    });
  });
});

describe("a list that is malformed itself is refused whole, and nothing of it is checked:", () => {
  it.each([
    ["an empty one", { checks: [] }, "/checks"],
    ["one of 257", { checks: Array.from({ length: 257 }, () => ({ token: "x" })) }, "/checks"],
    ["none", { checks: null }, "/checks"],
    ["an object", { checks: { token: "x" } }, "/checks"],
  ])("%s", async (_, body, pointer) => {
    expect(await problemOf(body)).toMatchObject({
      status: 400,
      code: "validation_failed",
      errors: [{ pointer }],
    });
  });

  it("one beside fields of a single check, or others", async () => {
    const { key } = await arrange();
    for (const beside of ["token", "scopes", "ip", "a/b"]) {
      const problem = await problemOf({ checks: [{ token: key.secret }], [beside]: key.secret });
      expect(problem).toMatchObject({
        status: 400,
        errors: [{ pointer: `/${beside.replace("/", "~1")}`, code: "beside_checks" }],
      });
      expect(JSON.stringify(problem)).not.toContain(key.secret);
    }
    const { rows } = await database.owner.query("select 1 from calls where key_id = $1", [key.id]);
    expect(rows).toEqual([]);
  });

  it("one of more than 512 KiB, and a single check of more than 64", async () => {
    const { key } = await arrange();
    const check = { token: key.secret, userAgent: "x".repeat(9_000) };
    expect(await problemOf({ checks: Array.from({ length: 58 }, () => check) })).toMatchObject({
      status: 413,
      code: "body_too_large",
      detail: "The body is larger than 512 KiB.",
    });
    const long = await results(Array.from({ length: 57 }, () => check));
    expect(new Set(outcomes(long))).toEqual(new Set(["allowed"]));
    expect(await problemOf({ token: key.secret, more: "x".repeat(65_536) })).toMatchObject({
      status: 413,
      detail: "The body is larger than 64 KiB.",
    });
  });
});

describe("long bodies that are sent slowly", () => {
  it("take no more than 28 MiB of all memory: one more is refused with 503, short ones are answered", async () => {
    const { key } = await arrange();
    const filler = `{"checks":[{"token":"${"x".repeat(500_000)}`;
    const head = `POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 524288\r\n\r\n`;
    const slow: Socket[] = [];
    const answers: string[] = [];
    try {
      for (let n = 0; n < 80; n += 1) {
        const socket = connect(gate.port, "127.0.0.1");
        slow.push(socket);
        socket.on("error", () => undefined);
        socket.on("data", (chunk: Buffer) => answers.push(chunk.toString()));
        socket.write(head + filler);
      }
      await until(() => answers.length > 0);
      expect(answers[0]).toMatch(/^HTTP\/1\.1 503 [^]*"code":"overloaded"/);
      expect(outcomes(await results([{ token: key.secret }]))).toEqual(["allowed"]);
    } finally {
      for (const socket of slow) socket.destroy();
    }
    const check = { token: key.secret, userAgent: "x".repeat(9_000) };
    await until(async () => {
      const again = await verifyWith(gate.url, { checks: Array.from({ length: 50 }, () => check) });
      await again.arrayBuffer();
      return again.status === 200;
    });
  });
});

describe("a single check", () => {
  it("without a credential is told so, as at /v1/authorize", async () => {
    const response = await verifyWith(gate.url, { token: null });
    // The gate answers with its contract's type.
    const answer = (await response.json()) as VerifyAnswer;
    expect(answer).toMatchObject({
      valid: false,
      status: 401,
      code: "missing_key",
      title: "No integration key",
      challenge: 'Bearer realm="Countersign"',
    });
  });
});
