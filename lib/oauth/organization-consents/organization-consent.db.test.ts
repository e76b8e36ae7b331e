/** An organization's consent: whom it covers, what it gives, and what ends with it. */
import { generateKeyPairSync } from "node:crypto";

import { SignJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";

import { giveKeyPair } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { joinAs } from "@/db/testing/way-to-production";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";
import {
  authorizeFor,
  makeOrganizationStory,
  type OrganizationStory,
} from "@/testing/oauth/oauth-organization";
import { allow, ask, asking, redeem, refresh } from "@/testing/oauth/oauth-story";

import { forgetRefusals } from "../../http/oauth/throttle";
import type { SessionContext } from "../../kernel/context";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { authorize } from "../authorization/authorize";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
import { introspectToken } from "../tokens/introspect";
import { readUserInfo } from "../tokens/user-info";
import { findAuthorizableApps } from "./authorize-app";
import { listAuthorizedApps } from "./list";
import { revokeAuthorizedApp } from "./revoke";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

const PAIR = generateKeyPairSync("rsa", { modulusLength: 2_048 });

async function grantFor({ app }: OrganizationStory, userId: string, scope = "signature impersonation") {
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { iss: app.clientId, sub: userId, aud: new URL(CONSOLE_ORIGIN).host, scope };
  const assertion = await new SignJWT({ ...claims, iat: seconds, exp: seconds + 3_600 })
    .setProtectedHeader({ alg: "RS256" })
    .sign(PAIR.privateKey);
  return ask({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
}

/** What a request leads to for this person, as fields of the redirect; null where the person is asked. */
async function answerTo({ app }: OrganizationStory, ctx: SessionContext, more = {}) {
  const decision = await authorize(asking(app, more), ctx, null);
  return decision.kind === "redirect" ? new URL(decision.to).searchParams : null;
}

async function arrange(
  scopes: Parameters<typeof authorizeFor>[1] = ["signature", "extended", "impersonation"],
) {
  const story = await makeOrganizationStory(database, { scopes: ["signature", "extended", "impersonation"] });
  await giveKeyPair(database.db, story.app, story.manager.account.id, PAIR);
  const consent = await authorizeFor(story, scopes);
  return { ...story, consent };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const run = (statement: string, values: readonly unknown[]) => database.owner.query(statement, [...values]);
const revoke = ({ grace, organizationId, consent }: Arranged) =>
  revokeAuthorizedApp(grace, { organizationId, authorizedAppId: consent.id, reason: "No longer needed" });

describe("a person whom an organization's consent covers", () => {
  it("is not asked, and the app gets a code that acts in the organization's account", async () => {
    const story = await arrange();
    const answer = await answerTo(story, story.max);
    const tokens = await redeem(story, answer?.get("code") ?? "");
    expect(tokens.status).toBe(200);
    const info = await readUserInfo(String(tokens.body["access_token"]));
    expect(info).toMatchObject({
      sub: story.max.user.id,
      accounts: [{ account_id: story.office.account.id }],
    });
  });

  it("needs no consent of their own for JWT Grant either", async () => {
    const story = await arrange();
    expect(await grantFor(story, story.max.user.id)).toMatchObject({ status: 200 });
  });

  it("has one row whichever way the app comes, also from two at once", async () => {
    const story = await arrange();
    const both = await Promise.all([
      grantFor(story, story.max.user.id),
      grantFor(story, story.max.user.id),
      answerTo(story, story.max),
    ]);
    expect(both.slice(0, 2)).toMatchObject([{ status: 200 }, { status: 200 }]);
    const { rows } = await run("select from oauth_consents where user_id = $1", [story.max.user.id]);
    expect(rows).toHaveLength(1);
  });

  it("is asked for what it lacks, and told so to the app with the address", async () => {
    const story = await arrange(["signature"]);
    expect(await answerTo(story, story.max)).not.toBeNull();
    expect(await answerTo(story, story.max, { scope: "signature extended" })).toBeNull();
    expect(await grantFor(story, story.max.user.id)).toMatchObject({
      status: 400,
      body: { error: "consent_required", error_description: expect.stringContaining("/oauth/auth?") },
    });
  });

  it("may let it do more, which is theirs alone and outlasts the organization's", async () => {
    const story = await arrange(["signature"]);
    await allow(story, { scope: "signature extended" });
    await revoke(story);
    expect(await answerTo(story, story.max, { scope: "signature extended" })).not.toBeNull();
  });

  it("is asked where any program could ask in the app's name", async () => {
    const story = await makeOrganizationStory(database, { isPublic: true, scopes: ["signature"] });
    await run("update redirect_uris set uri = 'http://127.0.0.1/callback' where key_id = $1", [story.app.id]);
    await authorizeFor(story, ["signature"]);
    const local = {
      redirect_uri: "http://127.0.0.1:4000/callback",
      code_challenge: "x".repeat(43),
      code_challenge_method: "S256",
    };
    expect(await answerTo(story, story.max, local)).toBeNull();
  });

  it("can't take it back, and finds it under Connected apps", async () => {
    const story = await arrange();
    await grantFor(story, story.max.user.id);
    const [entry] = (await listConnectedApps(story.max)).data;
    expect(entry).toMatchObject({ approvedBy: { id: story.organizationId } });
    await expect(revokeConsent(story.max, entry?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect(await grantFor(story, story.max.user.id)).toMatchObject({ status: 200 });
  });
});

describe("it does not cover", () => {
  it.each<[string, (story: Arranged) => Promise<string>]>([
    ["who has another address", async ({ office }) => office.people.ian.id],
    [
      "who is a member no more",
      async ({ office }) => {
        await run("update memberships set status = 'deactivated' where id = $1", [
          office.people.max.membershipId,
        ]);
        // Active elsewhere, or there would be no such person for the app.
        const other = await makeTenant(database.db, {});
        await joinAs(database.db, other.account.id, office.people.max.id, "member");
        return office.people.max.id;
      },
    ],
    [
      "an account of nobody's organization",
      async ({ domain }) => {
        const other = await makeTenant(database.db, { eve: "member" });
        await run("update users set email = $2 where id = $1", [other.people.eve.id, `eve@${domain}`]);
        return other.people.eve.id;
      },
    ],
    [
      "an address below the domain",
      async ({ office, domain }) => {
        await run("update users set email = $2 where id = $1", [office.people.ian.id, `ian@mail.${domain}`]);
        return office.people.ian.id;
      },
    ],
  ])("%s", async (_, arrangeOne) => {
    const story = await arrange();
    const answer = await grantFor(story, await arrangeOne(story));
    expect(answer.body["error"]).toBe("consent_required");
  });

  it("the sandbox, where it is of a production app", async () => {
    const story = await arrange();
    const other = await makeTenant(database.db, { sid: "member" }, { environment: "sandbox" });
    await run("update accounts set organization_id = $2 where id = $1", [
      other.account.id,
      story.organizationId,
    ]);
    await run("update users set email = $2 where id = $1", [other.people.sid.id, `sid@${story.domain}`]);
    expect((await grantFor(story, other.people.sid.id)).body["error_description"]).toBe("user_not_found");
  });
});

const ENDS: readonly [string, (story: Arranged) => Promise<unknown>][] = [
  ["it is revoked", revoke],
  ["the claim is given up", ({ claimId }) => run("delete from claimed_domains where id = $1", [claimId])],
  [
    "the claim has lapsed",
    ({ claimId }) =>
      run(
        "update claimed_domains set failing_since = now() - interval '8 days', lapsed_at = now() where id = $1",
        [claimId],
      ),
  ],
  [
    "the claim is proven anew, having lapsed by the clock",
    ({ claimId }) =>
      run("update claimed_domains set failing_since = null, verified_at = now() where id = $1", [claimId]),
  ],
  [
    "the account leaves the organization",
    ({ office }) => run("update accounts set organization_id = null where id = $1", [office.account.id]),
  ],
  [
    "the person has another address",
    ({ max }) =>
      run("update users set email = $2 where id = $1", [max.user.id, `max.${max.user.id}@elsewhere.example`]),
  ],
];

describe("all that came of it ends when", () => {
  it.each(ENDS)("%s", async (_, end) => {
    const story = await arrange();
    const byCode = await redeem(story, (await answerTo(story, story.max))?.get("code") ?? "");
    const byJwt = await grantFor(story, story.max.user.id);
    const open = (await answerTo(story, story.max))?.get("code") ?? "";
    const tokens = [byCode, byJwt].map(({ body }) => String(body["access_token"]));
    for (const token of tokens) expect(await readUserInfo(token)).not.toBeNull();
    await end(story);
    for (const token of tokens) expect(await readUserInfo(token)).toBeNull();
    expect((await refresh(story, byCode.body["refresh_token"])).status).toBe(400);
    expect((await redeem(story, open)).status).toBe(400);
  });

  it("the claim lapses by the clock: no token lasts longer, and none is given afterwards", async () => {
    const story = await arrange();
    const lapsesIn = (text: string) =>
      run(
        "update claimed_domains set failing_since = now() - interval '7 days' + $2::interval where id = $1",
        [story.claimId, text],
      );
    await lapsesIn("3 hours");
    const code = (await answerTo(story, story.max))?.get("code") ?? "";
    const tokens = await redeem(story, code);
    const seconds = Number(tokens.body["expires_in"]);
    expect(seconds).toBeLessThanOrEqual(3 * 3_600);
    // What the machine took is less than an hour.
    expect(seconds).toBeGreaterThan(2 * 3_600);
    const asks = () =>
      introspectToken(
        { clientId: story.app.clientId, secret: story.secret?.text ?? "" },
        String(tokens.body["refresh_token"]),
      );
    expect(await asks()).toMatchObject({ active: true });
    await lapsesIn("-1 second");
    expect(await asks()).toEqual({ active: false });
    expect((await refresh(story, tokens.body["refresh_token"])).status).toBe(400);
    expect((await grantFor(story, story.max.user.id)).body["error"]).toBe("consent_required");
    expect(await answerTo(story, story.max)).toBeNull();
  });

  it("not by what others let the app do themselves", async () => {
    const story = await arrange();
    const own = await redeem(story, (await allow(story, { scope: "signature" })).get("code") ?? "");
    await revoke(story);
    expect(await readUserInfo(String(own.body["access_token"]))).not.toBeNull();
  });
});

describe("while it ends, a token that is just being made", () => {
  // Whichever of the two comes first. A claim that is proven anew covers people from then on.
  it.each(ENDS.filter(([name]) => !name.includes("anew")))("is not good afterwards: %s", async (_, end) => {
    const story = await arrange();
    await grantFor(story, story.max.user.id);
    const grants = Array.from({ length: 4 }, () => grantFor(story, story.max.user.id));
    const [answers] = await Promise.all([Promise.all(grants), end(story)]);
    for (const { body } of answers) {
      expect(await readUserInfo(String(body["access_token"]))).toBeNull();
    }
  });
});

describe("an organization's admin", () => {
  it("sees by whom, since when, for how many people, and revokes it, on all records", async () => {
    const story = await arrange();
    await grantFor(story, story.max.user.id);
    const list = () => listAuthorizedApps(story.grace, story.organizationId);
    expect((await list()).data).toMatchObject([
      { id: story.consent.id, givenBy: { id: story.grace.user.id }, people: 1, app: { isActive: true } },
    ]);
    await revoke(story);
    expect((await list()).data).toEqual([]);
    const { rows } = await run(
      "select chain_id as chain, action from audit_events where action like 'app.auth%' order by 1, 2",
      [],
    );
    const mine = [story.office.account.id, story.manager.account.id, story.grace.user.id];
    const recorded = rows.filter(({ chain }: { chain: string }) => mine.includes(chain));
    expect(recorded).toHaveLength(6);
  });

  it("says why on the organization's records, not on those of who manages the app", async () => {
    const story = await arrange();
    await revoke(story);
    const { rows } = await run(
      `select chain_id as chain, reason from audit_events
       where action = 'app.authorization_ended' and chain_id = any($1)`,
      [[story.office.account.id, story.manager.account.id, story.grace.user.id]],
    );
    const reasons = new Map(
      rows.map(({ chain, reason }: { chain: string; reason: string | null }) => [chain, reason]),
    );
    expect(reasons).toEqual(
      new Map([
        [story.office.account.id, "No longer needed"],
        [story.grace.user.id, "No longer needed"],
        [story.manager.account.id, null],
      ]),
    );
  });

  it("learns of no app while it holds no domain, whether or not there is one", async () => {
    const story = await makeOrganizationStory(database);
    const look = (clientId: string) =>
      findAuthorizableApps(story.grace, { organizationId: story.organizationId, clientId });
    expect((await look(story.app.clientId)).data).toHaveLength(1);
    await run("update claimed_domains set failing_since = now() - interval '8 days' where id = $1", [
      story.claimId,
    ]);
    await expect(look(story.app.clientId)).rejects.toMatchObject({ code: "domain_not_held" });
    await expect(look(newId())).rejects.toMatchObject({ code: "domain_not_held" });
  });

  it("of two at once makes one, and of two that revoke at once one finds nothing", async () => {
    const story = await makeOrganizationStory(database);
    const both = await Promise.all([
      authorizeFor(story, ["agreements:read"]),
      authorizeFor(story, ["extended"]),
    ]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    const [one] = (await listAuthorizedApps(story.grace, story.organizationId)).data;
    expect(one?.scopes.toSorted()).toEqual(["agreements:read", "extended"]);
    const revoking = {
      organizationId: story.organizationId,
      authorizedAppId: one?.id ?? "",
      reason: "Twice",
    };
    const ends = await Promise.allSettled([
      revokeAuthorizedApp(story.grace, revoking),
      revokeAuthorizedApp(story.grace, revoking),
    ]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("needs a domain that is held, a scope of the app, and an app that is there", async () => {
    const story = await makeOrganizationStory(database);
    await expect(authorizeFor(story, ["webhooks:read"])).rejects.toMatchObject({
      errors: [{ pointer: "/scopes" }],
    });
    await expect(authorizeFor(story, ["openid"])).rejects.toMatchObject({ errors: [{ pointer: "/scopes" }] });
    const other = { ...story, app: { ...story.app, environment: "sandbox" as const } };
    await expect(authorizeFor(other)).rejects.toMatchObject({ errors: [{ pointer: "/clientId" }] });
    await expect(authorizeFor({ ...story, grace: story.ian })).rejects.toMatchObject({ code: "not_found" });
    await run("update claimed_domains set failing_since = now() - interval '8 days' where id = $1", [
      story.claimId,
    ]);
    await expect(authorizeFor(story)).rejects.toMatchObject({ code: "domain_not_held" });
  });
});
