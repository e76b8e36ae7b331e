/** A secret is used by whoever proves with it to be the app, also where no token is got with it. */
import { describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeStory, type Story } from "@/testing/oauth/oauth-story";

import { listCredentialUses } from "../../integration-keys/apps/credential-uses";
import { useDatabase } from "../../kernel/database";
import { introspectToken } from "./introspect";
import { revokeToken } from "./revoke-token";

const database = testDatabase(useDatabase);

const claimOf = ({ app, secret }: Story) => ({ clientId: app.clientId, secret: secret?.text ?? "" });

async function usedAt({ secret }: Story): Promise<Date | null> {
  const { rows } = await database.owner.query<{ at: Date | null }>(
    "select last_used_at as at from credentials where id = $1",
    [secret?.id],
  );
  return rows[0]?.at ?? null;
}
const setUsed = (story: Story, ago: string) =>
  database.owner.query(
    "update credentials set last_used_at = date_trunc('milliseconds', clock_timestamp() - $2::interval) where id = $1",
    [story.secret?.id, ago],
  );

/** It is written after the answer, when the database has a connection for it. */
const PATIENT = { timeout: 8_000 };

describe.each([
  ["asks about a token", introspectToken],
  ["gives a token back", revokeToken],
])("who %s", (_, act) => {
  it("is noted as a user of the secret, so that nobody is told that it is not used", async () => {
    const story = await makeStory(database);
    expect((await listCredentialUses(story.ada, story.app.id)).data[0]?.quietSince).toBeNull();
    await act(claimOf(story), "no token");
    await vi.waitFor(async () => expect(await usedAt(story)).not.toBeNull(), PATIENT);
    const [use] = (await listCredentialUses(story.ada, story.app.id)).data;
    expect(Date.now() - Date.parse(use?.quietSince ?? "")).toBeLessThan(60_000);
  });

  it("is noted once a minute, whatever the number of questions", async () => {
    const story = await makeStory(database);
    await setUsed(story, "40 seconds");
    const before = await usedAt(story);
    const sent = vi.spyOn(database.db.$client, "query");
    for (let nth = 0; nth < 3; nth += 1) await act(claimOf(story), "no token");
    const updates = sent.mock.calls.filter(([query]) => /update "credentials"/.test(JSON.stringify(query)));
    sent.mockRestore();
    expect(updates).toHaveLength(0);
    expect(await usedAt(story)).toEqual(before);
    await setUsed(story, "61 seconds");
    const old = await usedAt(story);
    await act(claimOf(story), "no token");
    await vi.waitFor(async () => expect(await usedAt(story)).not.toEqual(old), PATIENT);
  });
});

it("a secret that is none notes nothing", async () => {
  const story = await makeStory(database);
  const claim = { ...claimOf(story), secret: `${story.secret?.text.slice(0, -1)}x` };
  await expect(introspectToken(claim, "no token")).rejects.toThrow();
  expect(await usedAt(story)).toBeNull();
});
