import { beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";

import { testDatabase } from "@/db/testing/database";
import { makeTenant, type Tenant } from "@/db/testing/tenant";
import { call, cookieOf } from "@/testing/console";

import { DomainError, ERROR_CODES, notFound, type ErrorCode } from "../domain/errors";
import { useDatabase } from "../kernel/database";
import { createLogger } from "../platform/logs/logger";
import { createSecurityLog, useSecurityLog } from "../platform/logs/security-log";
import { statusOf } from "./problem";
import { accountHandler, publicHandler, sessionHandler, staffHandler } from "./handler";

const database = testDatabase(useDatabase);
let lines: Record<string, unknown>[] = [];
let [ours, theirs]: Tenant<"ada">[] = [];
let cookie = "";

beforeAll(async () => {
  [ours, theirs] = [
    await makeTenant(database.db, { ada: "viewer" }),
    await makeTenant(database.db, { ada: "admin" }),
  ];
  cookie = await cookieOf(ours.people.ada);
});
beforeEach(() => {
  lines = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  useSecurityLog(createSecurityLog(createLogger("web", { level: "info", destination })));
});

const ok = { handler: () => Promise.resolve({}) };
const inAccount = accountHandler({ params: z.object({ accountId: z.uuid() }), ...ok });
const refusing = (error: DomainError) =>
  sessionHandler({
    handler: async () => {
      throw error;
    },
  });
const agent = { "User-Agent": "somebody's own words" };

it("notes a request that another site sends, without anybody's name", async () => {
  const headers = { ...agent, Origin: "https://evil.example.test", "Sec-Fetch-Site": "cross-site" };
  await call(inAccount, { method: "POST", path: "/x", cookie, headers });
  expect(lines).toMatchObject([{ event: "security", kind: "cross_site_refused", code: "cross_origin" }]);
});

it("notes who asked for another account, for what is not there, and for support's pages", async () => {
  const params = { accountId: theirs?.account.id ?? "" };
  const answers = [
    await call(inAccount, { path: "/x", params, cookie }),
    await call(refusing(notFound()), { path: "/x", cookie }),
    await call(staffHandler(ok), { path: "/x", cookie }),
    await call(sessionHandler(ok), { path: "/x" }),
  ];
  const userId = ours?.people.ada.id;
  expect(lines).toMatchObject([
    { kind: "access_refused", code: "not_found", userId, accountId: params.accountId },
    { kind: "access_refused", code: "not_found", userId, accountId: null },
    { kind: "access_refused", code: "not_found", userId },
    { kind: "access_refused", code: "not_signed_in", userId: null },
  ]);
  expect(lines.map((line) => line["requestId"])).toEqual(
    answers.map((answer) => answer.headers.get("x-request-id")),
  );
});

it("notes every refusal of an authorization or by a limit, and no mistake in an input", async () => {
  for (const code of ERROR_CODES) await call(refusing(new DomainError(code, "No.")), { path: "/x", cookie });
  const expected = ERROR_CODES.filter((code) => [401, 403, 404, 429].includes(statusOf(code)));
  // Refused sign-ins are noted by what refuses them.
  const elsewhere: ErrorCode[] = ["invalid_credentials", "password_sign_in_closed", "too_many_attempts"];
  expect(lines.map((line) => line["code"])).toEqual(expected.filter((code) => !elsewhere.includes(code)));
});

it("says nothing of an address that nobody signed in asks for in vain, of which scanners have no end", async () => {
  await call(publicHandler({ handler: () => Promise.reject(notFound()) }), { path: "/wp-admin" });
  expect(lines).toEqual([]);
});

it("writes nothing that came from outside as it came, and no address of mail", async () => {
  const headers = { ...agent, "X-Request-Id": "r-1" };
  const params = { accountId: "x'; drop table users" };
  await call(inAccount, { path: "/x?q=secret-words", params, cookie, headers });
  await call(refusing(new DomainError("forbidden", "No.")), { path: "/x?q=secret-words", cookie, headers });
  const text = JSON.stringify(lines);
  expect(lines).toHaveLength(2);
  for (const part of ["own words", "drop table", "secret-words", "192.0.2.10", "@"]) {
    expect(text).not.toContain(part);
  }
  // As a word: an id may have these letters among its digits.
  expect(text).not.toMatch(new RegExp(String.raw`\b${ours?.people.ada.name}\b`));
});
