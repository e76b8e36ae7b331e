/**
 * I12, for what clients of the authorization server call: whatever comes is answered in the form that clients read, never
 * with a 500, never with a hang, and never with anything of it in a log.
 */
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

import { POST as introspect } from "@/app/oauth/introspect/route";
import { POST as revoke } from "@/app/oauth/revoke/route";
import { POST as token } from "@/app/oauth/token/route";
import { GET as userInfo } from "@/app/oauth/userinfo/route";
import { testDatabase } from "@/db/testing/database";
import { GRANT_TYPES } from "@/lib/domain/oauth/requests/token-request";
import { forgetRefusals } from "@/lib/http/oauth/throttle";
import { useDatabase } from "@/lib/kernel/database";
import { newSecret } from "@/lib/platform/secrets/secrets";
import { authorize } from "@/lib/oauth/authorization/authorize";

import { asking, basic, codeOf, makeStory, redeem, type Story } from "./oauth-story";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

const ENDPOINTS = { token, revoke, introspect };
type Name = keyof typeof ENDPOINTS;

function post(name: Name, body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const type = { "Content-Type": "application/x-www-form-urlencoded" };
  return ENDPOINTS[name](
    new Request(`http://127.0.0.1/oauth/${name}`, { method: "POST", body, headers: { ...type, ...headers } }),
  );
}

async function expectOAuthAnswer(answer: Response): Promise<void> {
  expect([200, 400, 401, 429]).toContain(answer.status);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  if (answer.status === 200) return;
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(await answer.json()).toEqual({
    error: expect.stringMatching(/^[a-z_]+$/),
    // RFC 6749 section 5.2: of printable ASCII, without quotes and backslashes.
    error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/),
    error_uri: expect.stringMatching(/^http:\/\/console\.test\/help\/oauth\/[a-z-]+(\?[\w=&.%+-]+)?$/),
  });
}

const SECRETS = (["ikc", "ikr", "ikt", "iks"] as const).map((kind) => newSecret(kind, "production").text);
const JUNK = [
  "",
  " ",
  "\0",
  "a\0b",
  "%00",
  "\uD800",
  "ü",
  "null",
  "[]",
  "x".repeat(20_000),
  "' or 1=1 --",
  "eyJhbGciOiJub25lIn0.e30.",
  "...",
];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.constantFrom(...JUNK, ...SECRETS, ...GRANT_TYPES, "signature", "S256"),
);
const FIELDS = [
  "grant_type",
  "code",
  "refresh_token",
  "assertion",
  "client_id",
  "client_secret",
  "redirect_uri",
  "code_verifier",
];
const fields = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...FIELDS, "scope", "resource", "token", "token_type_hint") },
      text,
    ),
    text,
  ),
  { maxLength: 8 },
);
const authorization = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(
    "Basic",
    "Basic ",
    "Basic !",
    "Basic Og==",
    "Basic JTpl",
    "basic YTpi",
    "Bearer undefined",
    "Digest x",
  ),
  fc.base64String({ maxLength: 80 }).map((code) => `Basic ${code}`),
);
const written = (pairs: readonly (readonly [string, string])[]) =>
  new URLSearchParams(
    pairs.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
  ).toString();

/** A hundred requests and more. */
const MANY = { timeout: 60_000 };

describe.each(Object.keys(ENDPOINTS) as Name[])("%s", (name) => {
  it("answers any form in the form that clients read", MANY, async () => {
    await fc.assert(
      fc.asyncProperty(fields, authorization, async (pairs, given) => {
        forgetRefusals();
        await expectOAuthAnswer(
          await post(name, written(pairs), given === undefined ? {} : { Authorization: given }),
        );
      }),
      { numRuns: 120 },
    );
  });

  it("answers what is no form, is too long, or is of another type", async () => {
    const cases: [BodyInit, string?][] = [
      ["{}", "application/json"],
      ["grant_type=refresh_token", ""],
      ["x".repeat(70_000)],
      [`code=${"x".repeat(70_000)}`],
      [new Uint8Array([0xff, 0xfe, 0x00])],
      ["grant_type=a&grant_type=b"],
      ["&&&===%%%"],
    ];
    for (const [body, type] of cases) {
      const answer = await post(name, body, type === undefined ? {} : { "Content-Type": type });
      expect(answer.status).toBe(400);
      await expectOAuthAnswer(answer);
    }
  });
});

describe("a client of ours", () => {
  it.each<Name>(["token", "revoke", "introspect"])(
    "that sends anything beside its secret is answered by %s",
    MANY,
    async (name) => {
      const story = await makeStory(database);
      await fc.assert(
        fc.asyncProperty(fields, async (pairs) => {
          forgetRefusals();
          const own = pairs.filter(([field]) => !field.startsWith("client_"));
          await expectOAuthAnswer(await post(name, written(own), { Authorization: basic(story) }));
        }),
        { numRuns: 80 },
      );
    },
  );

  it("names itself by Basic or in the body, percent-encoded or not, and in no two ways", async () => {
    const story = await makeStory(database);
    const { secret, app } = story;
    const id = app.clientId;
    const form = async (more: Readonly<Record<string, string>>, given?: string) => {
      const body = new URLSearchParams({
        grant_type: "authorization_code",
        code: await codeOf(story),
        ...more,
      });
      return (await post("token", body.toString(), given === undefined ? {} : { Authorization: given }))
        .status;
    };
    const key = secret?.text ?? "";
    expect(await form({ client_id: id, client_secret: key })).toBe(200);
    expect(await form({ client_id: id }, basic(story))).toBe(200);
    expect(
      await form({}, `Basic ${btoa(`${id.replaceAll("-", "%2D")}:${key.replaceAll("_", "%5F")}`)}`),
    ).toBe(200);
    expect(await form({ client_id: id.toUpperCase(), client_secret: key })).toBe(200);
    expect(await form({ client_id: id, client_secret: key }, basic(story))).toBe(400);
    expect(await form({ client_id: id })).toBe(400);
    expect(await form({ client_secret: key })).toBe(400);
    expect(await form({}, `Basic ${btoa(`${id}:${newSecret("iks", "production").text}`)}`)).toBe(401);
  });

  it("that used Basic and failed is told so with a 401, anybody else with a 400", async () => {
    const basicAnswer = await post("token", "grant_type=refresh_token", { Authorization: "Basic YTpi" });
    expect([basicAnswer.status, basicAnswer.headers.get("www-authenticate")]).toEqual([
      401,
      'Basic realm="Countersign"',
    ]);
    expect(await basicAnswer.json()).toMatchObject({ error: "invalid_client" });
    const body = await post("token", "grant_type=refresh_token&client_id=x");
    expect(body.status).toBe(400);
    expect(await body.json()).toMatchObject({ error: "invalid_client" });
  });

  it("that is refused again and again waits, and nobody else does", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    const wrong = {
      Authorization: `Basic ${btoa(`${story.app.clientId}:${newSecret("iks", "production").text}`)}`,
    };
    const statuses: number[] = [];
    for (let index = 0; index < 61; index += 1)
      statuses.push((await post("token", "grant_type=refresh_token", wrong)).status);
    expect([statuses.slice(0, 60).every((status) => status === 401), statuses[60]]).toEqual([true, 429]);
    const answer = await redeem(other, await codeOf(other));
    expect(answer.status).toBe(200);
  });
});

it(
  "an authorization request of any shape is a page, a sign-in or a redirect to the app's own address",
  MANY,
  async () => {
    const story = await makeStory(database);
    const names = [
      "response_type",
      "scope",
      "state",
      "prompt",
      "code_challenge",
      "code_challenge_method",
      "login_hint",
      "resource",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 5 }),
        async (pairs) => {
          const search = asking(story.app);
          for (const [name, value] of pairs) search.append(name, value.toWellFormed());
          const decision = await authorize(search, story.max, null);
          if (decision.kind === "redirect")
            expect(decision.to).toMatch(/^https:\/\/app\.example\.com\/callback\?tenant=1&/);
          else expect(["ask", "sign_in"]).toContain(decision.kind);
        },
      ),
      { numRuns: 100 },
    );
  },
);

const call = (given?: string) =>
  userInfo(
    new Request(
      "http://127.0.0.1/oauth/userinfo",
      given === undefined ? {} : { headers: { Authorization: given } },
    ),
  );
const body = async (answer: Response) => (await answer.json()) as Record<string, unknown>;
const got = async (story: Story) =>
  (await redeem(story, await codeOf(story, { scope: "signature extended" }))).body;
const giveBack = async (app: Story, value: unknown) =>
  (
    await post("revoke", new URLSearchParams({ token: String(value) }).toString(), {
      Authorization: basic(app),
    })
  ).status;
const isGood = async (value: unknown) => (await call(`Bearer ${String(value)}`)).status === 200;

describe("tokens", () => {
  it("say whom they stand for, and what is none is refused with the challenge of RFC 6750", async () => {
    const story = await makeStory(database);
    const answer = await call(`bearer ${String((await got(story))["access_token"])}`);
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    expect(await body(answer)).toEqual({
      sub: story.max.user.id,
      name: "max",
      given_name: "max",
      family_name: "",
      created: expect.stringMatching(/Z$/),
      email: story.max.user.email,
      accounts: [
        {
          account_id: story.tenant.account.id,
          is_default: true,
          account_name: story.tenant.account.name,
          base_uri: expect.stringMatching(/^https?:\/\/[^/]+$/),
        },
      ],
    });
    const bare = await call(String((await got(story))["access_token"]));
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Countersign"']);
    for (const wrong of [SECRETS[2], SECRETS[1], "x", ""]) {
      const refused = await call(`Bearer ${wrong}`);
      expect(refused.status).toBe(401);
    }
  });

  it("are explained to their own app alone (RFC 7662)", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    const { access_token: access, refresh_token: next } = await got(story);
    const ask = async (app: Story, value: unknown) =>
      body(
        await post("introspect", new URLSearchParams({ token: String(value) }).toString(), {
          Authorization: basic(app),
        }),
      );
    expect(await ask(story, access)).toEqual({
      active: true,
      client_id: story.app.clientId,
      sub: story.max.user.id,
      scope: "agreements:read extended",
      token_type: "Bearer",
      exp: expect.any(Number),
      iat: expect.any(Number),
      iss: expect.any(String),
    });
    expect(await ask(story, next)).toMatchObject({ active: true, scope: "signature extended" });
    for (const value of [access, next]) expect(await ask(other, value)).toEqual({ active: false });
    expect(await ask(story, "x")).toEqual({ active: false });
    const anybody = await post("introspect", `token=${String(access)}&client_id=${story.app.clientId}`);
    expect(anybody.status).toBe(400);
  });

  it("are given back by their own app alone: an access token by itself, a refresh token with all of its family (RFC 7009)", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    const [one, two] = [await got(story), await got(story)];
    expect(await giveBack(other, one["access_token"])).toBe(200);
    expect(await giveBack(other, one["refresh_token"])).toBe(200);
    expect(await isGood(one["access_token"])).toBe(true);
    expect(await giveBack(story, one["access_token"])).toBe(200);
    expect(await giveBack(story, one["access_token"])).toBe(200);
    expect([await isGood(one["access_token"]), await isGood(two["access_token"])]).toEqual([false, true]);
    expect(await giveBack(story, two["refresh_token"])).toBe(200);
    expect(await isGood(two["access_token"])).toBe(false);
    expect(await giveBack(story, "nothing")).toBe(200);
  });
});
