/** What people send that can't be right, on the way of an app to production: each is refused, and the refusal points at it. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";
import { arrangeWay, joinAs } from "@/db/testing/way-to-production";
import { useDatabase } from "@/lib/kernel/database";
import { newId } from "@/lib/platform/ids";
import { call, cookieOf, jsonOf, type Person } from "@/testing/console";

import { PUT as setLogging } from "../../../../you/request-logging/route";
import { POST as migrate } from "./go-live/migration/route";
import { POST as review } from "./go-live/review/route";
import { POST as withdrawReview } from "./go-live/review/withdraw/route";
import { POST as addPair } from "./key-pairs/route";
import { PUT as setImplicit } from "./implicit/route";
import { PUT as setUris } from "./redirect-uris/route";
import { POST as addSecret } from "./secrets/route";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => void vi.unstubAllEnvs());

type Way = Awaited<ReturnType<typeof arrangeWay>>;
type Handler = Parameters<typeof call>[0];
let way: Way;
let app: { readonly id: string };
beforeAll(async () => {
  way = await arrangeWay(database.db);
  app = await makeApp(database.db, way.sandbox.account, way.ada.user.id);
});

/** One request about a key. @param by whose session it has */
async function send(
  handler: Handler,
  keyId: string,
  json: unknown,
  by: Person = way.ada.user,
  method = "POST",
) {
  const accountId = way.sandbox.account.id;
  const params = { accountId, keyId };
  const path = `/api/accounts/${accountId}/integration-keys/${keyId}`;
  const answer = await call(handler, { method, path, params, json, cookie: await cookieOf(by) });
  return { status: answer.status, body: await jsonOf(answer) };
}

/** That it was refused, at this place and for this reason. */
const refusedAt = (pointer: string, code: unknown = expect.any(String)) => ({
  status: 422,
  body: { code: "validation_failed", errors: [{ pointer, code, detail: expect.stringMatching(/\S/) }] },
});
const refused = (status: number, code: string) => ({
  status,
  body: { status, code, detail: expect.stringMatching(/\S/) },
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();
const jwk = (key: KeyObject) => key.export({ format: "jwk" });
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${"MIIB".repeat(40)}\n-----END CERTIFICATE-----`;

const upload = (publicKey: unknown) => send(addPair, app.id, { name: "Server", publicKey });

describe("a public key", () => {
  it.each([
    ["a JWK with all private members", jwk(rsa.privateKey), "private_key"],
    ["a JWK with one private member", { ...jwk(rsa.publicKey), d: jwk(rsa.privateKey).d }, "private_key"],
    ["a private PEM", rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString(), "private_key"],
    ["a PEM of 1,024 bits", pem(generateKeyPairSync("rsa", { modulusLength: 1_024 }).publicKey), "too_short"],
    ["an EC key", pem(ec.publicKey), "not_rsa"],
    ["an EC key as a JWK", jwk(ec.publicKey), "not_rsa"],
    ["a certificate", CERTIFICATE, "certificate"],
    ["no key", "my key", "not_readable"],
  ])("that is %s is refused, and nothing of it is repeated", async (_, publicKey, code) => {
    const answer = await upload(publicKey);
    expect(answer).toMatchObject(refusedAt("/publicKey", code));
    expect(JSON.stringify(answer.body)).not.toContain(jwk(rsa.privateKey).d?.slice(0, 24));
  });

  it("has line breaks of any kind, or none, and is one key however it is written", async () => {
    const text = pem(rsa.publicKey);
    expect(await upload(text.replaceAll("\n", "\r\n"))).toMatchObject({ status: 201 });
    for (const again of [
      text,
      text.replaceAll("\n", ""),
      jwk(rsa.publicKey),
      JSON.stringify(jwk(rsa.publicKey)),
    ]) {
      expect(await upload(again)).toMatchObject(refused(409, "public_key_known"));
    }
  });
});

describe("a redirect URI", () => {
  it.each([
    ["https://app.example.com/callback#token", "has_fragment"],
    ["https://*.example.com/callback", "has_wildcard"],
    ["https://user:secret@app.example.com/", "has_user_info"],
    ["https://münchen.example/callback", "not_canonical"],
    ["https://App.Example.com/callback", "not_canonical"],
    ["http://app.example.com/callback", "not_https"],
    ["https://app.example.com./callback", "not_canonical"],
    [`https://app.example.com/${"a".repeat(2_000)}`, "too_long"],
  ])("%s is refused as %s, at its place in the list", async (uri, code) => {
    const redirectUris = ["https://app.example.com/", uri];
    const answer = await send(setUris, app.id, { redirectUris }, way.ada.user, "PUT");
    expect(answer).toMatchObject(refusedAt("/redirectUris/1", code));
  });

  it("of 2,000 characters is taken", async () => {
    const uri = `https://app.example.com/${"a".repeat(1_976)}`;
    expect(await send(setUris, app.id, { redirectUris: [uri] }, way.ada.user, "PUT")).toMatchObject({
      status: 200,
      body: { redirectUris: [uri] },
    });
  });
});

describe("a client secret", () => {
  it("that is a sixth is refused to both of two admins, and of two fifths one", async () => {
    const other = await makeApp(database.db, way.sandbox.account, way.ada.user.id);
    const zoe = await makeTenant(database.db, { zoe: "admin" }, { environment: "sandbox" });
    await database.owner.query(
      "insert into memberships (id, account_id, environment, user_id, profile) values ($1, $2, 'sandbox', $3, 'admin')",
      [newId(), way.sandbox.account.id, zoe.people.zoe.id],
    );
    const add = (by: Person) => send(addSecret, other.id, { name: "Server" }, by);
    const bothAdd = async () => {
      const answers = await Promise.all([add(way.ada.user), add(zoe.people.zoe)]);
      return answers.map(({ status, body }) => (status === 201 ? 201 : `${status} ${String(body["code"])}`));
    };
    for (let nth = 0; nth < 4; nth += 1) expect((await add(way.ada.user)).status).toBe(201);
    expect(new Set(await bothAdd())).toEqual(new Set([201, "409 credential_limit"]));
    expect(await bothAdd()).toEqual(["409 credential_limit", "409 credential_limit"]);
  });

  it.each([
    [{ name: "" }, "/name"],
    [{ name: "a".repeat(500) }, "/name"],
    [{ name: "Server", expiresAt: "tomorrow" }, "/expiresAt"],
    // Of a program whose clock is an hour off.
    [{ name: "Server", expiresAt: new Date(Date.now() - 3_600_000).toISOString() }, "/expiresAt"],
    [{}, "/name"],
  ])("%j is refused at %s", async (body, pointer) => {
    expect(await send(addSecret, app.id, body)).toMatchObject(refusedAt(pointer));
  });

  it("and Implicit are of apps alone, and say so", async () => {
    const key = way.key.id;
    expect(await send(addSecret, key, { name: "Server" })).toMatchObject(refused(409, "not_an_app"));
    expect(await send(setImplicit, app.id, { isAllowed: "yes" }, way.ada.user, "PUT")).toMatchObject(
      refusedAt("/isAllowed"),
    );
  });
});

const ask = { classification: "third_party", description: "Exports", contact: "ada", acceptsTerms: true };

describe("a review", () => {
  it.each([
    [{ ...ask, classification: "mine" }, "/classification"],
    [{ ...ask, description: "" }, "/description"],
    [{ ...ask, description: "a".repeat(2_001) }, "/description"],
    [{ ...ask, contact: "a\u202Eb" }, "/contact"],
    [{ ...ask, acceptsTerms: false }, "/acceptsTerms"],
  ])("%j is refused at its field", async (body, pointer) => {
    expect(await send(review, way.key.id, body)).toMatchObject(refusedAt(pointer));
  });

  it("of another account's key finds none, and one that nobody asked for can't be withdrawn", async () => {
    const theirs = await makeTenant(database.db, { zoe: "admin" }, { environment: "sandbox" });
    const key = await makeKey(database.db, theirs.account, theirs.people.zoe.id);
    expect(await send(review, key.id, ask)).toMatchObject(refused(404, "not_found"));
    expect(await send(review, "no-id", ask)).toMatchObject({ status: 404 });
    const fresh = await makeKey(database.db, way.sandbox.account, way.ada.user.id);
    expect(await send(withdrawReview, fresh.id, {})).toMatchObject(refused(409, "no_review_requested"));
  });
});

/** A key whose review is passed. */
async function arrangeReviewed() {
  const own = await makeKey(database.db, way.sandbox.account, way.ada.user.id);
  expect(await send(review, own.id, ask)).toMatchObject({ body: { goLive: { state: "review_passed" } } });
  return (body: unknown) => send(migrate, own.id, body);
}
/** A production account of which Ada is an admin, unless told otherwise. */
async function destination(profile: "admin" | "member" | null, statement?: string) {
  const { account } = await makeTenant(database.db, { gus: "admin" });
  if (profile !== null) await joinAs(database.db, account.id, way.ada.user.id, profile);
  if (statement !== undefined) await database.owner.query(statement, [account.id]);
  return { accountId: account.id };
}

describe("a migration", () => {
  it.each([
    ["of which one is a member", "member", undefined, 403, "forbidden"],
    ["that one does not belong to", null, undefined, 404, "not_found"],
    ["that is closed", "admin", "update accounts set status = 'closed' where id = $1", 403, "account_closed"],
    [
      "on another plan",
      "admin",
      "update accounts set plan = 'business' where id = $1",
      403,
      "plan_not_eligible",
    ],
    [
      "without the feature",
      "admin",
      "update accounts set has_integration_keys = false where id = $1",
      403,
      "feature_not_enabled",
    ],
  ] as const)("into an account %s is refused", async (_, profile, statement, status, code) => {
    const request = await arrangeReviewed();
    expect(await request(await destination(profile, statement))).toMatchObject(refused(status, code));
  });

  it("into a sandbox, into none, or with a note that can't be, is refused at the field", async () => {
    const request = await arrangeReviewed();
    const { accountId } = await destination("admin");
    expect(await request({ accountId: way.sandbox.account.id })).toMatchObject(
      refusedAt("/accountId", "not_production"),
    );
    expect(await request({})).toMatchObject(refusedAt("/accountId"));
    expect(await request({ accountId: "acme" })).toMatchObject(refusedAt("/accountId"));
    for (const note of ["", "a".repeat(1_001), "soon\u0000", 7]) {
      expect(await request({ accountId, note })).toMatchObject(refusedAt("/note"));
    }
    expect(await request({ accountId, note: "Soon, please" })).toMatchObject({ status: 200 });
  });

  it("without a review is refused with what comes first", async () => {
    const fresh = await makeKey(database.db, way.sandbox.account, way.ada.user.id);
    expect(await send(migrate, fresh.id, await destination("admin"))).toMatchObject(
      refused(409, "review_needed"),
    );
  });
});

it.each([[{ isEnabled: "yes" }], [{}], [{ isEnabled: 1 }]])(
  "request logging that is switched by %j is refused at the field",
  async (json) => {
    const cookie = await cookieOf(way.ada.user);
    const answer = await call(setLogging, { method: "PUT", path: "/api/you/request-logging", json, cookie });
    expect({ status: answer.status, body: await jsonOf(answer) }).toMatchObject(refusedAt("/isEnabled"));
  },
);
