import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { GET as nextAuthGet, POST as nextAuthPost } from "@/app/api/auth/[...nextauth]/route";
import { GET as me } from "@/app/api/me/route";
import { POST as signIn } from "@/app/api/sign-in/route";
import { POST as signOut } from "@/app/api/sign-out/route";
import { testDatabase } from "@/db/testing/database";
import { makeTenant, type Tenant } from "@/db/testing/tenant";
import { call, cookieFrom, cookieOf, jsonOf } from "@/testing/console";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";

import { writeSessionCookie } from "../auth/session-cookie";
import { DomainError } from "../domain/errors";
import { useDatabase } from "../kernel/database";
import { hashPassword } from "../platform/passwords/passwords";
import { accountHandler, publicHandler, sessionHandler, staffHandler } from "./handler";

const database = testDatabase(useDatabase);

let tenant: Tenant<"ada">;
let cookie: string;
beforeAll(async () => {
  tenant = await makeTenant(database.db, { ada: "admin" });
  cookie = await cookieOf(tenant.people.ada);
});

const Body = z.strictObject({ name: z.string() });
const foreign = { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example.test" };
const echo = accountHandler({
  params: z.object({ accountId: z.uuid(), keyId: z.uuid() }),
  query: z.strictObject({ q: z.string().optional() }),
  body: Body,
  status: 201,
  handler: ({ ctx, params, query, body }) =>
    Promise.resolve({ account: ctx.account.id, person: ctx.user.id, keyId: params.keyId, query, body }),
});
const keyId = "0199f6a0-0000-7000-8000-000000000000";
const here = () => ({ accountId: tenant.account.id, keyId });

describe("a request with one more thing right each time is told the next thing that is wrong", () => {
  type Step = [status: number, code: string, given: () => Parameters<typeof call>[1]];
  const steps: Step[] = [
    [403, "cross_origin", () => ({ path: "/x", params: { accountId: "x" }, headers: foreign, body: "{" })],
    [401, "not_signed_in", () => ({ path: "/x", params: { accountId: "x" }, body: "{" })],
    [404, "not_found", () => ({ path: "/x", params: { accountId: "x" }, cookie, body: "{" })],
    [404, "not_found", () => ({ path: "/x", params: { ...here(), accountId: keyId }, cookie, body: "{" })],
    [404, "not_found", () => ({ path: "/x?y=1", params: { ...here(), keyId: "x" }, cookie, body: "{" })],
    [422, "validation_failed", () => ({ path: "/x?y=1", params: here(), cookie, body: "{" })],
    [
      415,
      "unsupported_media_type",
      () => ({ path: "/x", params: here(), cookie, body: "{", headers: { "Content-Type": "text/plain" } }),
    ],
    [413, "body_too_large", () => ({ path: "/x", params: here(), cookie, body: "{".repeat(100_000) })],
    [400, "malformed_json", () => ({ path: "/x", params: here(), cookie, body: "{" })],
    [422, "validation_failed", () => ({ path: "/x", params: here(), cookie, json: { name: 1 } })],
  ];
  it.each(steps)("%i %s", async (status, code, given) => {
    const answer = await call(echo, { method: "POST", ...given() });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const problem = await jsonOf(answer);
    expect(problem).toMatchObject({ type: `urn:countersign:problem:${code}`, status, code, instance: "/x" });
    expect(problem["requestId"]).toBe(answer.headers.get("x-request-id"));
  });

  it("201 when all of it is right", async () => {
    const answer = await call(echo, { path: "/x?q=1", params: here(), cookie, json: { name: "n" } });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([201, "no-store"]);
    expect(await jsonOf(answer)).toEqual({
      account: tenant.account.id,
      person: tenant.people.ada.id,
      keyId,
      query: { q: "1" },
      body: { name: "n" },
    });
  });
});

describe("a body", () => {
  it("that is sent in pieces without a length is refused as soon as it is too long", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const answer = await call(echo, { path: "/x", params: here(), cookie, body: endless });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(10);
  });

  it("may come with a charset, and in any case of the type", async () => {
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/json;x=y"]) {
      const headers = { "Content-Type": type };
      const answer = await call(echo, { path: "/x", params: here(), cookie, json: { name: "ü" }, headers });
      expect(answer.status, type).toBe(201);
    }
  });
});

function failing(reason: Error) {
  return publicHandler({
    handler: async () => {
      await Promise.resolve();
      throw reason;
    },
  });
}

describe("what the handler does", () => {
  it("and nobody foresaw is answered with a constant text and no word of the inside", async () => {
    const error = new Error("select * from users where secret = 42", {
      cause: new TypeError("at /srv/app.js:1"),
    });
    const answer = await call(failing(error), { path: "/x" });
    expect(answer.status).toBe(500);
    const problem = await jsonOf(answer);
    expect(problem).toEqual({
      type: "urn:countersign:problem:internal_error",
      title: "Something went wrong",
      status: 500,
      detail: "Something went wrong on our side. Try again; if it stays, tell support the request id.",
      instance: "/x",
      code: "internal_error",
      requestId: answer.headers.get("x-request-id"),
    });
  });

  it("and refuses is answered with its code, its errors and how long to wait", async () => {
    const refusal = new DomainError("too_many_attempts", "Wait.", { retryAfterSeconds: 30 });
    const answer = await call(failing(refusal), { path: "/x" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "30"]);
    expect(await jsonOf(answer)).toMatchObject({ detail: "Wait.", code: "too_many_attempts" });
  });

  it("may be a file of its own, which is named and not cached like everything else", async () => {
    const file = publicHandler({
      handler: () => Promise.resolve(new Response("a,b", { headers: { "X-A": "1" } })),
    });
    const answer = await call(file, {
      path: "/x",
      headers: { "X-Request-Id": "01a225fd-9e9b-77a5-b39e-4435004ea33a" },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-a": "1",
      "x-request-id": "01a225fd-9e9b-77a5-b39e-4435004ea33a",
      "cache-control": "no-store",
    });
    expect(await answer.text()).toBe("a,b");
  });
});

describe("support's handlers", () => {
  it("do not exist for anybody else, and open with the role", async () => {
    const handler = staffHandler({ handler: ({ ctx }) => Promise.resolve({ staff: ctx.user.isStaff }) });
    expect((await call(handler, { path: "/x" })).status).toBe(401);
    expect((await call(handler, { path: "/x", cookie })).status).toBe(404);
    const staff = (await makeTenant(database.db, { sam: "viewer" })).people.sam;
    await database.owner.query("update users set staff_role = 'support' where id = $1", [staff.id]);
    expect((await call(handler, { path: "/x", cookie: await cookieOf(staff) })).status).toBe(200);
  });
});

describe("the session's cookie", () => {
  const password = "correct horse battery staple";
  const person = async () => {
    const { ada } = (await makeTenant(database.db, { ada: "admin" })).people;
    await database.owner.query("update users set password_hash = $2 where id = $1", [
      ada.id,
      await hashPassword(password),
    ]);
    return ada;
  };

  it("is replaced by the next sign-in of the same browser: the one before it is dead", async () => {
    const { email } = await person();
    const first = await call(signIn, { path: "/api/sign-in", json: { email, password } });
    const before = cookieFrom(first.headers.get("set-cookie") ?? "");
    const again = { path: "/api/sign-in", json: { email, password }, cookie: before };
    expect((await call(signIn, again)).status).toBe(204);
    expect((await call(me, { path: "/api/me", cookie: before })).status).toBe(401);
  });

  it("is replaced by a sign-in at next-auth's own address too", async () => {
    const ada = await person();
    const before = await cookieOf(ada);
    const csrf = await call(nextAuthGet, at("csrf"));
    const answer = await call(nextAuthPost, {
      ...at("callback/credentials"),
      body: new URLSearchParams({
        csrfToken: String((await jsonOf(csrf))["csrfToken"]),
        email: ada.email,
        password,
      }),
      cookie: `${cookieFrom(csrf.headers.getSetCookie()[0] ?? "")}; ${before}`,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    const setCookies = answer.headers.getSetCookie().map(cookieFrom);
    const next = setCookies.find((text) => text.startsWith("countersign.session="));
    expect((await call(me, { path: "/api/me", cookie: next })).status).toBe(200);
    expect((await call(me, { path: "/api/me", cookie: before })).status).toBe(401);
  });

  it("comes with a sign-in, opens the console, and is dead after the sign-out even as a copy", async () => {
    const { email, id } = await person();
    const answer = await call(signIn, { path: "/api/sign-in", json: { email, password } });
    expect(answer.status).toBe(204);
    const setCookie = answer.headers.getSetCookie()[0] ?? "";
    expect(setCookie).toMatch(
      /^countersign\.session=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/,
    );
    const copy = cookieFrom(setCookie);
    expect(await jsonOf(await call(me, { path: "/api/me", cookie: copy }))).toMatchObject({ user: { id } });
    const out = await call(signOut, { method: "POST", path: "/api/sign-out", cookie: copy });
    expect([out.status, out.headers.get("set-cookie")?.includes("Max-Age=0")]).toEqual([204, true]);
    expect((await call(me, { path: "/api/me", cookie: copy })).status).toBe(401);
    expect((await call(signOut, { method: "POST", path: "/api/sign-out", cookie: copy })).status).toBe(401);
  });

  it("does not come with a wrong password", async () => {
    const { email } = await person();
    const answer = await call(signIn, { path: "/api/sign-in", json: { email, password: "wrong" } });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await jsonOf(answer)).toMatchObject({ code: "invalid_credentials" });
  });

  it("is pinned to the host and to TLS where the console is served over it", async () => {
    process.env["APP_URL"] = "https://console.example.test";
    expect(await writeSessionCookie("x")).toMatch(/^__Host-countersign\.session=.*; Secure$/);
    process.env["APP_URL"] = CONSOLE_ORIGIN;
  });

  it("is exchanged by the next request after a change of profile, whatever that request's answer is", async () => {
    const ada = await person();
    const old = await cookieOf(ada);
    await database.owner.query("update sessions set rotate_requested_at = now() where user_id = $1", [
      ada.id,
    ]);
    const refusing = sessionHandler({ handler: () => Promise.reject(new DomainError("forbidden", "No.")) });
    const answer = await call(refusing, { path: "/x", cookie: old });
    expect(answer.status).toBe(403);
    const next = cookieFrom(answer.headers.get("set-cookie") ?? "");
    expect(next).not.toBe(old);
    const again = await call(me, { path: "/api/me", cookie: next });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([200, null]);
    await database.owner.query(
      "update sessions set rotated_at = now() - interval '2 minutes' where user_id = $1",
      [ada.id],
    );
    expect((await call(me, { path: "/api/me", cookie: old })).status).toBe(401);
    expect((await call(me, { path: "/api/me", cookie: next })).status).toBe(200);
  });

  it("is not taken from an Authorization header", async () => {
    const headers = { Authorization: `Bearer ${cookie.split("=")[1]}` };
    expect((await call(me, { path: "/api/me", headers })).status).toBe(401);
  });
});

function at(action: string) {
  return { path: `/api/auth/${action}`, params: { nextauth: action.split("/") } };
}

describe("next-auth's own addresses", () => {
  it("begin a sign-in, and that only", async () => {
    const csrf = await call(nextAuthGet, at("csrf"));
    expect(csrf.status).toBe(200);
    for (const action of ["signout", "signin", "error", "verify-request", "callback/other", "session/x"]) {
      expect((await call(nextAuthGet, at(action))).status, action).toBe(404);
      expect((await call(nextAuthPost, { ...at(action), json: {} })).status, action).toBe(404);
    }
  });

  it("are closed to pages of other sites", async () => {
    const answer = await call(nextAuthPost, { ...at("callback/credentials"), json: {}, headers: foreign });
    expect(answer.status).toBe(403);
  });

  it("take an address that no database can look for as a wrong one, and not as a fault of ours", async () => {
    const csrf = await call(nextAuthGet, at("csrf"));
    const body = new URLSearchParams({
      csrfToken: String((await jsonOf(csrf))["csrfToken"]),
      email: "ada\0@example.test",
      password: "whatever it is",
    });
    const answer = await call(nextAuthPost, {
      ...at("callback/credentials"),
      body,
      cookie: cookieFrom(csrf.headers.getSetCookie()[0] ?? ""),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    expect(answer.headers.get("Location")).toContain("error=CredentialsSignin");
  });

  it("read no body of any length, with or without a length in its headers", async () => {
    const [length, chunk] = [64 * 1024 + 1, new Uint8Array(32 * 1024)];
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += chunk.length;
        if (sent > 100 * chunk.length) controller.close();
        else controller.enqueue(chunk);
      },
    });
    for (const body of ["x".repeat(length), endless]) {
      const answer = await call(nextAuthPost, { ...at("callback/credentials"), body });
      expect(answer.status).toBe(413);
    }
    expect(sent).toBeLessThan(10 * chunk.length);
  });

  it("show nothing of a session but when it ends", async () => {
    const answer = await call(nextAuthGet, { ...at("session"), cookie });
    expect(Object.keys(await jsonOf(answer))).toEqual(["expires"]);
  });
});
