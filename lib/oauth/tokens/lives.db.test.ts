/**
 * No token outlives what it came from, whatever happens in whatever order: random stories of one app and one person, beside
 * a model of a few lines.
 */
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { ask, basic, codeOf, makeStory, redeem, refresh, type Story } from "@/testing/oauth-story";

import { forgetRefusals } from "../../http/oauth/throttle";
import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
import { revokeToken } from "./revoke-token";
import { readUserInfo } from "./user-info";

const database = testDatabase(useDatabase);

/** What comes of one code. Consents and secrets are numbered: one that was replaced never comes back. */
type Family = {
  readonly code: string;
  readonly consent: number;
  secret: number | null;
  isEnded: boolean;
  readonly refreshTokens: { readonly text: string; isSpent: boolean }[];
  readonly accessTokens: { readonly text: string; readonly secret: number; isEnded: boolean }[];
};
type World = { story: Story; consent: number; secret: number; readonly families: Family[] };

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
] as const;
type Step = { readonly kind: (typeof STEPS)[number]; readonly which: number };

const isOver = (world: World, family: Family) => family.isEnded || family.consent !== world.consent;
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
  const { app, ada, secret, tenant } = world.story;
  const next = await giveSecret(database.db, app, tenant.account.id);
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

async function take(world: World, { kind, which }: Step): Promise<void> {
  switch (kind) {
    case "authorize": {
      const code = await codeOf(world.story);
      const family = {
        code,
        consent: world.consent,
        secret: null,
        isEnded: false,
        refreshTokens: [],
        accessTokens: [],
      };
      return void world.families.push(family);
    }
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
      for (const { id } of data) await revokeConsent(world.story.max, id);
      world.consent += 1;
    }
  }
}

it("no token outlives what it came from", async () => {
  const step = fc.record({
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...STEPS.slice(0, 3)) },
      { weight: 2, arbitrary: fc.constantFrom(...STEPS.slice(3)) },
    ),
    which: fc.nat(20),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
      forgetRefusals();
      const world: World = { story: await makeStory(database), consent: 0, secret: 0, families: [] };
      for (const one of steps) await take(world, one);
      for (const family of world.families) {
        for (const token of family.accessTokens) {
          const isGood = !token.isEnded && !isOver(world, family) && token.secret === world.secret;
          expect((await readUserInfo(token.text)) !== null).toBe(isGood);
        }
      }
      // A client that is not this app gets nothing, whatever it knows.
      const stranger = await makeStory(database);
      const known = world.families[0]?.refreshTokens.at(-1)?.text;
      if (known === undefined) return;
      const answer = await ask({ grant_type: "refresh_token", refresh_token: known }, basic(stranger));
      expect(answer.body["error_description"]).toBe("expired_grant");
    }),
    { numRuns: 10 },
  );
}, 60_000);
