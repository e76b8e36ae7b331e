/** Whose calls an app's calls are, by tokens that the token endpoint gave. */
import { describe, expect, it } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { makeKey } from "@/db/testing/key";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { codeOf, makeStory, redeem, refresh, type Story } from "@/testing/oauth/oauth-story";

import { CredentialUses } from "../../contracts/keys/credential-use";
import { DomainError } from "../../domain/errors";
import { DAY_MS, HOUR_MS } from "../../domain/time/durations";
import { useDatabase } from "../../kernel/database";
import { newCallId, newId } from "../../platform/ids";
import { listCredentialUses } from "./credential-uses";
import { previewRemoval } from "./preview-removal";
import { removeCredential } from "./remove-credential";

const database = testDatabase(useDatabase);

/** An app with two secrets, and one token that was got with each. */
async function arrange() {
  const story = await makeStory(database);
  const { app, tenant, secret } = story;
  if (!secret) throw new Error("The app is confidential");
  const next = await giveSecret(database.db, app, tenant.account.id);
  const withNext: Story = { ...story, secret: next };
  const first = await redeem(story, await codeOf(story));
  const second = await redeem(withNext, await codeOf(story));
  const tokenOf = async (credentialId: string) => {
    const { rows } = await database.owner.query<{ id: string }>(
      "select id from access_tokens where credential_id = $1 order by issued_at desc",
      [credentialId],
    );
    return rows[0]?.id ?? "";
  };
  return {
    ...story,
    withNext,
    old: { id: secret.id, token: await tokenOf(secret.id), answer: first },
    fresh: { id: next.id, token: await tokenOf(next.id), answer: second },
  };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

type Made = {
  readonly agoMs?: number;
  readonly code?: string;
  readonly accountId?: string;
  readonly address?: string;
};

async function call({ app, tenant }: Arranged, token: string, made: Made = {}): Promise<void> {
  const { agoMs = 1_000, code = "allowed", accountId = tenant.account.id, address = "192.0.2.1" } = made;
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address, user_agent)
     values ($1, $2, $3, $4, $5, 'GET', '/', $6, '{}', $7, 'sync/1')`,
    [newCallId(), new Date(Date.now() - agoMs), accountId, app.id, token, code, address],
  );
}

async function usesOf({ ada, app }: Arranged) {
  const uses = await listCredentialUses(ada, app.id);
  expect(CredentialUses.parse(uses)).toEqual(uses);
  const of = (id: string) => uses.data.find((use) => use.id === id);
  return { uses, of };
}

describe("a call is a credential's where its token was got with it", () => {
  it("so the calls of the last 24 hours are shared among the credentials and those without one", async () => {
    const story = await arrange();
    await call(story, story.old.token, { address: "192.0.2.9" });
    await call(story, story.fresh.token);
    await call(story, story.fresh.token);
    await call(story, story.fresh.token, { code: "insufficient_scope", address: "192.0.2.2" });
    await call(story, story.old.token, { agoMs: DAY_MS + HOUR_MS });
    // Of a public client, or of a token that is gone.
    await call(story, newId());
    const { uses, of } = await usesOf(story);
    expect(uses).toMatchObject({ calls: 4, otherCalls: 1, isComplete: true });
    expect(of(story.old.id)).toMatchObject({
      calls: 1,
      refusedCalls: 0,
      tokens: 1,
      signIns: 1,
      rotation: { state: "under_way", share: { part: 1, all: 3 } },
      callers: [{ address: "192.0.2.9", userAgent: "sync/1", calls: 1 }],
      callersTotal: 1,
    });
    expect(of(story.fresh.id)).toMatchObject({ calls: 2, refusedCalls: 1, rotation: null, callersTotal: 2 });
  });

  it("a sign-in that is refreshed with the new secret rests on that one from then on", async () => {
    const story = await arrange();
    await refresh(story.withNext, story.old.answer.body["refresh_token"]);
    const { of } = await usesOf(story);
    expect(of(story.old.id)).toMatchObject({ signIns: 0, tokens: 1 });
    expect(of(story.fresh.id)).toMatchObject({ signIns: 2, tokens: 2 });
  });

  it("calls in other accounts count, and who made them stays there", async () => {
    const story = await arrange();
    const other = await makeTenant(database.db, { eve: "admin" });
    await call(story, story.old.token, { accountId: other.account.id, address: "198.51.100.7" });
    const { uses, of } = await usesOf(story);
    expect(of(story.old.id)).toMatchObject({ calls: 1, callsElsewhere: 1, callers: [], callersTotal: 0 });
    expect(JSON.stringify(uses)).not.toContain("198.51.100.7");
  });
});

describe("since when a credential is quiet", () => {
  it("is told by tokens that were got with it too, and is never before a call that may have come", async () => {
    const story = await arrange();
    await call(story, story.fresh.token);
    const gotAt = new Date(Date.now() - 6 * DAY_MS);
    await database.owner.query("update credentials set last_used_at = $2, created_at = $3 where id = $1", [
      story.old.id,
      gotAt,
      new Date(gotAt.getTime() - DAY_MS),
    ]);
    await database.owner.query("update credentials set created_at = $2 where id = $1", [
      story.fresh.id,
      gotAt,
    ]);
    const { of } = await usesOf(story);
    const quiet = Date.parse(of(story.old.id)?.quietSince ?? "") - gotAt.getTime();
    expect(quiet).toBeGreaterThan(8 * HOUR_MS - 1);
    expect(quiet).toBeLessThan(9 * HOUR_MS);
    expect(of(story.old.id)?.rotation).toMatchObject({ state: "done" });
  });

  it("is null of one that was never used, and nothing is listed for a long-lived key", async () => {
    const story = await makeStory(database);
    const { data } = await listCredentialUses(story.ada, story.app.id);
    expect(data).toMatchObject([{ quietSince: null, calls: 0, tokens: 0, signIns: 0, rotation: null }]);
    const { account, people } = story.tenant;
    const key = await makeKey(database.db, account, people.ada.id);
    expect(await listCredentialUses(story.ada, key.id)).toMatchObject({ data: [], calls: 0 });
  });
});

describe("a credential that is removed", () => {
  it("says first what stops: its calls, its tokens and its sign-ins, of the other nothing", async () => {
    const story = await arrange();
    await call(story, story.old.token);
    const preview = await previewRemoval(story.ada, {
      keyId: story.app.id,
      credentialId: story.old.id,
      kind: "client_secret",
    });
    expect(preview).toMatchObject({ use: { id: story.old.id, calls: 1, tokens: 1, signIns: 1 } });
  });

  it("stays in sight while its tokens still call, and is gone without", async () => {
    const story = await arrange();
    await call(story, story.old.token);
    await removeCredential(story.ada, {
      keyId: story.app.id,
      credentialId: story.old.id,
      kind: "client_secret",
    });
    await call(story, story.old.token, { agoMs: 0, code: "revoked_key" });
    const { of } = await usesOf(story);
    expect(of(story.old.id)).toMatchObject({
      removedAt: expect.any(String),
      calls: 1,
      refusedCalls: 1,
      tokens: 0,
      signIns: 0,
      rotation: null,
    });
    const quiet = await arrange();
    await removeCredential(quiet.ada, {
      keyId: quiet.app.id,
      credentialId: quiet.old.id,
      kind: "client_secret",
    });
    expect((await usesOf(quiet)).of(quiet.old.id)).toBeUndefined();
  });
});

it("is nobody's of another account (I6)", async () => {
  const story = await arrange();
  const other = await makeStory(database);
  await expect(listCredentialUses(other.ada, story.app.id)).rejects.toThrow(DomainError);
});
