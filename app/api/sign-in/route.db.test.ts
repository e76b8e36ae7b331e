import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { GET as nextAuthGet, POST as nextAuthPost } from "@/app/api/auth/[...nextauth]/route";
import { PUT as changePassword } from "@/app/api/you/password/route";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { useDatabase } from "@/lib/kernel/database";
import { newId } from "@/lib/platform/ids";
import { hashPassword } from "@/lib/platform/passwords/passwords";
import { setPassword } from "@/lib/provisioning/set-password";
import { call, cookieFrom, cookieOf, jsonOf } from "@/testing/console";

import { POST as signIn } from "./route";

vi.setConfig({ testTimeout: 30_000 });

const database = testDatabase(useDatabase);

/** The operator's command, which connects as the tables' owner. */
function operatorSets(...given: Parameters<typeof setPassword>): Promise<unknown> {
  useDatabase(database.ownerDb);
  return setPassword(...given).finally(() => useDatabase(database.db));
}
const PASSWORD = "correct horse battery staple";
const CHOSEN = "purple anchor velvet mongoose";
let hash = "";
beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});
afterEach(() => vi.unstubAllEnvs());

async function makePerson(): Promise<{ id: string; email: string; name: string }> {
  const { ada } = (await makeTenant(database.db, { ada: "admin" })).people;
  await database.owner.query("update users set password_hash = $2 where id = $1", [ada.id, hash]);
  return ada;
}

type Way = { readonly password?: string; readonly cookie?: string; readonly address?: string };
const attempt = (email: string, { password = PASSWORD, cookie, address = newAddress() }: Way = {}) =>
  call(signIn, {
    path: "/api/sign-in",
    json: { email, password },
    cookie,
    headers: { "X-Countersign-Address": address },
  });
const newAddress = () => `2001:db8:${newId().slice(-4)}:${newId().slice(-4)}::1`;
const cookiesOf = (answer: Response) => answer.headers.getSetCookie();
const deviceOf = (answer: Response) =>
  cookieFrom(cookiesOf(answer).find((cookie) => cookie.includes("countersign.device=")) ?? "");
const sessionOf = (answer: Response) =>
  cookieFrom(cookiesOf(answer).find((cookie) => cookie.includes("countersign.session=")) ?? "");

const close = () => {
  vi.stubEnv("PASSWORD_SIGN_IN", "off");
  vi.stubEnv("OIDC_ISSUER", "https://id.example.test");
  vi.stubEnv("OIDC_CLIENT_ID", "countersign");
};
const codeOf = async (answer: Response) => [answer.status, (await jsonOf(answer))["code"]];
const at = (rest: string) => ({ path: `/api/auth/${rest}`, params: { nextauth: rest.split("/") } });

/** Signs in as programs do that know next-auth, from a new address each time. */
async function nextAuthSignIn(email: string, headers: Readonly<Record<string, string>> = {}) {
  const csrf = await call(nextAuthGet, at("csrf"));
  const csrfToken = String((await jsonOf(csrf))["csrfToken"]);
  return (cookie = "") =>
    call(nextAuthPost, {
      ...at("callback/credentials"),
      body: new URLSearchParams({ csrfToken, email, password: PASSWORD }),
      cookie: `${cookieFrom(csrf.headers.getSetCookie()[0] ?? "")}; ${cookie}`,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Countersign-Address": newAddress(),
        ...headers,
      },
    });
}

/** As if very many had tried everywhere: new browsers wait. */
async function guessedEverywhere(email: string): Promise<void> {
  await attempt(email, { password: "wrong" });
  await database.owner.query(
    "update sign_in_failures set count = 5000, last_at = now() where subject like 'person:%'",
  );
}

describe("the cookie of a browser that has signed somebody in", () => {
  it("is long-lived, out of reach of scripts, and pinned to the host over TLS", async () => {
    const { email } = await makePerson();
    const device = cookiesOf(await attempt(email)).find((cookie) => cookie.startsWith("countersign.device="));
    expect(device).toMatch(/; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
    vi.stubEnv("APP_URL", "https://console.test");
    const secured = cookiesOf(await attempt(email)).find((cookie) => cookie.includes("countersign.device="));
    expect(secured).toMatch(/^__Host-countersign\.device=.*; Path=\/; .*; Secure$/);
  });

  it("lets its person in while others guess, and nobody else", async () => {
    const [ada, grace] = [await makePerson(), await makePerson()];
    const cookie = deviceOf(await attempt(ada.email));
    for (const { email } of [ada, grace]) await guessedEverywhere(email);
    expect((await attempt(ada.email)).status).toBe(429);
    expect((await attempt(ada.email, { cookie })).status).toBe(204);
    expect((await attempt(grace.email, { cookie })).status).toBe(429);
    expect((await attempt(ada.email, { cookie: `${cookie}x` })).status).toBe(429);
  });

  it("signs nobody in by itself, and tells nobody who is here", async () => {
    const ada = await makePerson();
    const cookie = deviceOf(await attempt(ada.email));
    const wrong = await attempt(ada.email, { cookie, password: "wrong" });
    const nobody = await attempt("nobody@example.test", { cookie, password: "wrong" });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    for (const answer of [wrong, nobody]) expect(cookiesOf(answer)).toEqual([]);
    const [first, second] = [await jsonOf(wrong), await jsonOf(nobody)];
    expect({ ...second, requestId: "" }).toEqual({ ...first, requestId: "" });
  });

  it("comes with a sign-in at next-auth's own address too, and counts there", async () => {
    const ada = await makePerson();
    const there = await nextAuthSignIn(ada.email);
    const device = deviceOf(await there());
    expect(device).toContain("countersign.device=");
    await guessedEverywhere(ada.email);
    expect(sessionOf(await there())).toBe("");
    expect(sessionOf(await there(device))).not.toBe("");
    expect((await attempt(ada.email, { cookie: device })).status).toBe(204);
  });

  it("ends with the password: the browser that changed it is known, others are not", async () => {
    const ada = await makePerson();
    const [here, there] = [await attempt(ada.email), await attempt(ada.email)];
    const changed = await call(changePassword, {
      method: "PUT",
      path: "/api/you/password",
      cookie: `${sessionOf(here)}; ${deviceOf(here)}`,
      json: { currentPassword: PASSWORD, newPassword: CHOSEN },
    });
    expect(changed.status).toBe(204);
    await guessedEverywhere(ada.email);
    const after = (cookie: string) => attempt(ada.email, { cookie, password: CHOSEN });
    expect((await after(deviceOf(there))).status).toBe(429);
    expect((await after(deviceOf(changed))).status).toBe(204);
    await operatorSets("test", ada.email, hash);
    await guessedEverywhere(ada.email);
    expect((await attempt(ada.email, { cookie: deviceOf(changed) })).status).toBe(429);
  });
});

describe("three hundred tries at once", () => {
  it("are answered at once: some are looked at, the rest are told when to come again, and known browsers go first", async () => {
    const ada = await makePerson();
    const cookie = deviceOf(await attempt(ada.email));
    const crowd = Array.from({ length: 300 }, () => attempt(ada.email, { password: "wrong" }));
    const known = attempt(ada.email, { cookie });
    const answers = await Promise.all(crowd);
    const refused = answers.filter((answer) => answer.status === 503);
    expect(refused.length).toBeGreaterThan(250);
    for (const answer of refused) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await jsonOf(refused[0] ?? new Response("{}"))).toMatchObject({ code: "too_busy" });
    expect(answers.filter((answer) => answer.status === 401).length).toBeGreaterThan(0);
    expect((await known).status).toBe(204);
  });
});

describe("at next-auth's own address, where too many sign in", () => {
  // Programs that ask for no redirect get an address as JSON instead.
  it.each([{}, { "X-Auth-Return-Redirect": "1" }])(
    "the answer is 503, and no redirect %j",
    async (headers) => {
      const ada = await makePerson();
      const there = await nextAuthSignIn(ada.email, headers);
      const answers = await Promise.all(Array.from({ length: 40 }, () => there()));
      const refused = answers.filter((answer) => answer.status === 503);
      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) {
        expect(answer.headers.get("retry-after")).toBe("2");
        expect([answer.headers.get("location"), cookiesOf(answer)]).toEqual([null, []]);
        expect(await jsonOf(answer)).toMatchObject({ code: "too_busy", status: 503 });
      }
      const signedIn = answers.filter((answer) => sessionOf(answer) !== "");
      expect(signedIn).toHaveLength(answers.length - refused.length);
    },
  );
});

describe("where the operator has closed the way by password", () => {
  const CLOSED = [403, "password_sign_in_closed"];

  it("no password signs in, right or wrong, of somebody or nobody, and none can be changed", async () => {
    const ada = await makePerson();
    const session = await cookieOf(ada);
    close();
    expect(await codeOf(await attempt(ada.email))).toEqual(CLOSED);
    expect(await codeOf(await attempt(ada.email, { password: "wrong" }))).toEqual(CLOSED);
    expect(await codeOf(await attempt("somebody-else@example.test"))).toEqual(CLOSED);
    const changed = await call(changePassword, {
      method: "PUT",
      path: "/api/you/password",
      cookie: session,
      json: { currentPassword: PASSWORD, newPassword: CHOSEN },
    });
    expect(await codeOf(changed)).toEqual(CLOSED);
  });

  it("the operator opens it for one person, for an hour, with a password that has to be changed", async () => {
    const [ada, grace] = [await makePerson(), await makePerson()];
    await operatorSets("test", ada.email, hash, false);
    close();
    expect(await codeOf(await attempt(ada.email, { password: "wrong" }))).toEqual(CLOSED);
    expect(await codeOf(await attempt(grace.email))).toEqual(CLOSED);
    const opened = await attempt(ada.email);
    expect(opened.status).toBe(204);
    const changed = await call(changePassword, {
      method: "PUT",
      path: "/api/you/password",
      cookie: sessionOf(opened),
      json: { currentPassword: PASSWORD, newPassword: CHOSEN },
    });
    expect(changed.status).toBe(204);
    await database.owner.query("update users set password_open_until = now() where id = $1", [ada.id]);
    expect(await codeOf(await attempt(ada.email, { password: CHOSEN }))).toEqual(CLOSED);
  });
});
