/** A row that grants hold one after the other, without a pause, is ended all the same (I1, I2): an app can't keep its own end away. */
import { expect, it, onTestFinished, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { giveSecret } from "@/db/testing/app-credentials";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { allow, makeStory, type Story } from "@/testing/oauth/oauth-story";

import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { useDatabase } from "../../kernel/database";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
import { lockGrant } from "./lock-grant";

// A dozen grants, one after the other, each with several statements that wait for others on purpose.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);

type Rests = Parameters<typeof lockGrant>[1];

/** A grant that holds what its token rests on until it is told to end. */
function beginGrant(rests: Rests) {
  let [hold, tell] = [() => {}, () => {}];
  const isHeld = new Promise<void>((resolve) => (hold = resolve));
  const isTold = new Promise<void>((resolve) => (tell = resolve));
  const ended = unrecordedAtOnce("token", async (tx) => {
    await lockGrant(tx, rests);
    hold();
    await isTold;
  });
  const end = () => {
    tell();
    return ended;
  };
  // Whatever becomes of the test, nothing goes on after it.
  onTestFinished(async () => {
    await end().catch(() => undefined);
  });
  return { isHeld: Promise.race([isHeld, ended]), end };
}

it.each<[string, (story: Story) => Promise<unknown>]>([
  [
    "a client secret",
    ({ ada, app, secret }) =>
      removeCredential(ada, { keyId: app.id, credentialId: secret?.id ?? "", kind: "client_secret" }),
  ],
  [
    "a consent",
    async ({ max }) => {
      const { data } = await listConnectedApps(max);
      await revokeConsent(max, data[0]?.id ?? "");
    },
  ],
  [
    "an app",
    ({ app }) =>
      database.owner.query(
        "update integration_keys set revoked_at = now(), revoked_by = created_by where id = $1",
        [app.id],
      ),
  ],
  [
    "a membership",
    ({ max }) =>
      database.owner.query("update memberships set status = 'deactivated' where user_id = $1", [max.user.id]),
  ],
  [
    "a person",
    ({ max }) => database.owner.query("update users set status = 'deactivated' where id = $1", [max.user.id]),
  ],
])("%s ends while each grant begins before the one before it is over", async (_, end) => {
  const story = await makeStory(database);
  await allow(story);
  await giveSecret(database.db, story.app, story.tenant.account.id);
  const { rows } = await database.owner.query<{ id: string }>(
    "select id from oauth_consents where key_id = $1",
    [story.app.id],
  );
  const rests = { keyId: story.app.id, credentialId: story.secret?.id ?? null, consentId: rows[0]?.id ?? "" };
  let grant = beginGrant(rests);
  await grant.isHeld;
  const state = { isEnded: false };
  const ending = end(story).then(() => (state.isEnded = true));
  await untilSomebodyWaits(database.owner, 1, ending);
  for (let others = 0; others < 12 && !state.isEnded; others += 1) {
    const next = beginGrant(rests);
    // It holds them too, or waits behind whoever ends them.
    await untilSomebodyWaits(database.owner, 2, next.isHeld, ending);
    await grant.end();
    grant = next;
    // Whoever waits has its turn where it may have one.
    await untilSomebodyWaits(database.owner, 1, ending);
  }
  const wasEnded = state.isEnded;
  await grant.end();
  await ending;
  expect(wasEnded).toBe(true);
});

it("a grant beyond eight waits for one of them, and never goes without a turn", async () => {
  const story = await makeStory(database);
  await allow(story);
  const { rows } = await database.owner.query<{ id: string }>(
    "select id from oauth_consents where key_id = $1",
    [story.app.id],
  );
  const rests = { keyId: story.app.id, credentialId: null, consentId: rows[0]?.id ?? "" };
  for (let round = 0; round < 2; round += 1) {
    const eight = Array.from({ length: 8 }, () => beginGrant(rests));
    await Promise.all(eight.map(({ isHeld }) => isHeld));
    const ninth = beginGrant(rests);
    const state = { isHeld: false };
    void ninth.isHeld.then(() => (state.isHeld = true));
    await untilSomebodyWaits(database.owner, 1, ninth.isHeld);
    expect(state.isHeld).toBe(false);
    await Promise.all(eight.map(({ end }) => end()));
    await ninth.isHeld;
    await ninth.end();
  }
});
