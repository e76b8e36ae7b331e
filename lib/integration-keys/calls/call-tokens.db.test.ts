import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { newCallId } from "../../platform/ids";
import { codeOf, makeStory, redeem } from "@/testing/oauth/oauth-story";

import { CallListQuery } from "../../contracts/keys/key-usage";
import { useDatabase } from "../../kernel/database";
import { listCalls } from "./calls";

const database = testDatabase(useDatabase);

it.each<[string, string]>([
  ["of the usual life", "null"],
  ["that ends with its secret", "now() + interval '3 hours'"],
])("a call says whom it acted as, by which consent and family, by a token %s", async (_, secretEnd) => {
  const story = await makeStory(database);
  await database.owner.query(`update credentials set expires_at = ${secretEnd} where id = $1`, [
    story.secret?.id,
  ]);
  await redeem(story, await codeOf(story, { resource: "https://api.example.com" }));
  const { app, tenant, max } = story;
  const { rows } = await database.owner.query<{ id: string; consent_id: string; family_id: string }>(
    "select id, consent_id, family_id from access_tokens where key_id = $1",
    [app.id],
  );
  const [token] = rows;
  if (!token) throw new Error("A token was given");
  // The second came with a token that is gone since.
  for (const credentialId of [token.id, newCallId()]) {
    await database.owner.query(
      `insert into calls (id, at, account_id, key_id, credential_id, user_id, method, path, code, scopes_needed)
       values ($1, now(), $2, $3, $4, $5, 'GET', '/', 'allowed', '{}')`,
      [newCallId(), tenant.account.id, app.id, credentialId, max.user.id],
    );
  }
  const { data } = await listCalls(story.ada, { keyId: app.id, ...CallListQuery.parse({}) });
  expect(data.map((call) => call.token)).toEqual(
    expect.arrayContaining([
      undefined,
      {
        person: { id: max.user.id, name: "max" },
        grant: "code",
        consentId: token.consent_id,
        approvedBy: null,
        familyId: token.family_id,
        resource: "https://api.example.com",
      },
    ]),
  );
  expect(Object.keys(data[0] ?? {})).not.toContain("credentialId");
});
