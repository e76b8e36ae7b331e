/**
 * No token outlives what it came from, whatever happens in whatever order: random stories of one app and one person of an
 * organization, beside a model of a few lines.
 */
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import {
  authorizeAll,
  begin,
  goThrough,
  isOver,
  revokeForAll,
  type Family,
  type World,
} from "@/testing/oauth/oauth-lives";
import { makeOrganizationStory } from "@/testing/oauth/oauth-organization";
import { ask, basic, codeOf, redeem, refresh } from "@/testing/oauth/oauth-story";

import { forgetRefusals } from "../../http/oauth/throttle";
import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
import { revokeToken } from "./revoke-token";
import { readUserInfo } from "./user-info";

const database = testDatabase(useDatabase);

const STEPS = [
  "authorize",
  "redeem",
  "refresh",
  "give back",
  "give all back",
  "take back",
  "change secret",
  "leave account",
  "be deactivated",
  "go straight through",
  "authorize for all",
  "revoke for all",
  "lose the domain",
  "leave the organization",
] as const;
type Step = { readonly kind: (typeof STEPS)[number]; readonly which: number };

const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(1, from.length)];

function keep(world: World, family: Family, body: Readonly<Record<string, unknown>>): void {
  family.secret = world.secret;
  family.refreshTokens.push({ text: String(body["refresh_token"]), isSpent: false });
  family.accessTokens.push({ text: String(body["access_token"]), secret: world.secret, isEnded: false });
}

async function redeemOne(world: World, which: number): Promise<void> {
  const family = pick(world.families, which);
  if (!family) return;
  const answer = await redeem(world.story, family.code);
  const isGood = family.secret === null && !isOver(world, family);
  expect(answer.status).toBe(isGood ? 200 : 400);
  if (isGood) keep(world, family, answer.body);
  else if (family.secret !== null) family.isEnded = true;
}

async function refreshOne(world: World, which: number): Promise<void> {
  const all = world.families.flatMap((family) => family.refreshTokens.map((token) => ({ family, token })));
  const one = pick(all, which);
  if (!one) return;
  const { family, token } = one;
  const answer = await refresh(world.story, token.text);
  const isGood = !token.isSpent && !isOver(world, family);
  expect(answer.status).toBe(isGood ? 200 : 400);
  if (token.isSpent) family.isEnded = true;
  if (!isGood) return;
  token.isSpent = true;
  keep(world, family, answer.body);
}

async function giveBack(world: World, which: number, isAll: boolean): Promise<void> {
  const { app, secret } = world.story;
  const claim = { clientId: app.clientId, secret: secret?.text ?? "" };
  const family = pick(world.families, which);
  const access = isAll ? undefined : family && pick(family.accessTokens, which);
  const token = isAll ? family && pick(family.refreshTokens, which) : access;
  if (!family || !token) return;
  await revokeToken(claim, token.text);
  if (access) access.isEnded = true;
  else family.isEnded = true;
}

async function changeSecret(world: World): Promise<void> {
  const { app, ada, secret, manager } = world.story;
  const next = await giveSecret(database.db, app, manager.account.id);
  await removeCredential(ada, { keyId: app.id, credentialId: secret?.id ?? "", kind: "client_secret" });
  for (const family of world.families) if (family.secret === world.secret) family.isEnded = true;
  world.story = { ...world.story, secret: next };
  world.secret += 1;
}

/** Deactivated and active again: the consent holds as before, and nothing that came of it does. */
async function comeBack(world: World, table: string, column: string): Promise<void> {
  for (const status of ["deactivated", "active"]) {
    const statement = `update ${table} set status = $2 where ${column} = $1`;
    await database.owner.query(statement, [world.story.max.user.id, status]);
  }
  for (const family of world.families) family.isEnded = true;
}

/** Gone and back again: the organization's consent covers the person as before, and nothing that came of it is good. */
async function loseAndRegain(world: World, statements: readonly string[], id: string): Promise<void> {
  for (const statement of statements) await database.owner.query(statement, [id, world.story.organizationId]);
  world.cover += 1;
}

/** Tokens that rest on the organization's consent, to begin with. */
const COVERED: readonly Step[] = (["authorize for all", "go straight through", "redeem"] as const).map(
  (kind) => ({ kind, which: 0 }),
);

const LAPSE_AND_PROOF = [
  "update claimed_domains set failing_since = now() - interval '8 days', lapsed_at = now() where id = $1 and organization_id = $2",
  "update claimed_domains set failing_since = null, lapsed_at = null, verified_at = now() where id = $1 and organization_id = $2",
];
const LEAVE_AND_JOIN = [
  "update accounts set organization_id = null where id = $1 and organization_id = $2",
  "update accounts set organization_id = $2 where id = $1",
];

async function take(world: World, { kind, which }: Step): Promise<void> {
  switch (kind) {
    case "authorize": {
      begin(world, "own", await codeOf(world.story));
      world.hasOwn = true;
      return;
    }
    case "go straight through":
      expect(await goThrough(world)).toBe(world.hasOwn || world.isAuthorized ? "redirect" : "ask");
      return;
    case "authorize for all":
      return authorizeAll(world);
    case "revoke for all":
      return revokeForAll(world);
    case "lose the domain":
      return loseAndRegain(world, LAPSE_AND_PROOF, world.story.claimId);
    case "leave the organization":
      return loseAndRegain(world, LEAVE_AND_JOIN, world.story.office.account.id);
    case "redeem":
      return redeemOne(world, which);
    case "refresh":
      return refreshOne(world, which);
    case "give back":
      return giveBack(world, which, false);
    case "give all back":
      return giveBack(world, which, true);
    case "change secret":
      return changeSecret(world);
    case "leave account":
      return comeBack(world, "memberships", "user_id");
    case "be deactivated":
      return comeBack(world, "users", "id");
    case "take back": {
      const { data } = await listConnectedApps(world.story.max);
      for (const { id, approvedBy } of data) if (!approvedBy) await revokeConsent(world.story.max, id);
      world.consent += 1;
      world.hasOwn = false;
    }
  }
}

it("no token outlives what it came from", async () => {
  const step = fc.record({
    kind: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...STEPS.slice(0, 3)) },
      { weight: 4, arbitrary: fc.constant("go straight through" as const) },
      { weight: 2, arbitrary: fc.constantFrom(...STEPS.slice(3)) },
      { weight: 2, arbitrary: fc.constantFrom(...STEPS.slice(-3)) },
    ),
    which: fc.nat(20),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 6, maxLength: 20 }),
      async (isCovered, steps) => {
        forgetRefusals();
        const story = await makeOrganizationStory(database, {
          scopes: ["signature", "extended", "impersonation"],
        });
        const world: World = {
          story,
          consent: 0,
          hasOwn: false,
          cover: 0,
          isAuthorized: false,
          secret: 0,
          families: [],
        };
        for (const one of isCovered ? [...COVERED, ...steps] : steps) await take(world, one);
        for (const family of world.families) {
          for (const token of family.accessTokens) {
            const isGood = !token.isEnded && !isOver(world, family) && token.secret === world.secret;
            expect((await readUserInfo(token.text)) !== null).toBe(isGood);
          }
        }
        // A client that is not this app gets nothing, whatever it knows.
        const stranger = await makeOrganizationStory(database);
        const known = world.families[0]?.refreshTokens.at(-1)?.text;
        if (known === undefined) return;
        const answer = await ask({ grant_type: "refresh_token", refresh_token: known }, basic(stranger));
        expect(answer.body["error_description"]).toBe("expired_grant");
      },
    ),
    { numRuns: 16, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true },
  );
}, 240_000);
