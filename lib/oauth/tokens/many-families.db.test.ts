/** A credential that many tokens came from ends with all of them, soon enough to be waited for. */
import { expect, it } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { allow, makeStory } from "@/testing/oauth/oauth-story";

import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";

const database = testDatabase(useDatabase);
const FAMILIES = 10_000;

it("a client secret of ten thousand families is removed within five seconds, and leaves those that are over as they are", async () => {
  const story = await makeStory(database);
  const { app, ada, tenant, secret, max } = story;
  await allow(story);
  await giveSecret(database.db, app, tenant.account.id);
  const over = newId();
  const values = [app.id, secret?.id, max.user.id, tenant.account.id];
  await database.owner.query(
    `with made as (
       insert into oauth_token_families
         (id, consent_id, key_id, account_id, user_id, credential_id, scopes, started_at, expires_at)
       select case when n = 0 then $5 else gen_random_uuid() end, c.id, $1, $4, $3, $2, '{signature}',
         now() - interval '9 days', now() + case when n = 0 then interval '-1 day' else interval '1 day' end
       from generate_series(0, $6) n, (select id from oauth_consents where key_id = $1) c
       returning id, consent_id)
     insert into access_tokens
       (id, secret_hash, key_id, account_id, user_id, scopes, issued_at, expires_at, consent_id, family_id,
        credential_id, grant_kind)
     select gen_random_uuid(), sha256(id::text::bytea), $1, $4, $3, '{agreements:read}', now(),
       now() + interval '1 hour', consent_id, id, $2, 'code' from made where id <> $5`,
    [...values, over, FAMILIES],
  );
  const began = performance.now();
  await removeCredential(ada, { keyId: app.id, credentialId: secret?.id ?? "", kind: "client_secret" });
  const tookMs = performance.now() - began;
  const { rows } = await database.owner.query(
    `select (select count(*)::int from access_tokens where key_id = $1 and revoked_at is null) as tokens,
       (select array_agg(id) from oauth_token_families where key_id = $1 and revoked_at is null) as families`,
    [app.id],
  );
  expect(rows).toEqual([{ tokens: 0, families: [over] }]);
  expect(tookMs).toBeLessThan(5_000);
}, 30_000);
