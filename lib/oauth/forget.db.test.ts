import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { codeOf, makeStory, redeem, refresh } from "@/testing/oauth/oauth-story";

import { useDatabase } from "../kernel/database";
import { forgetTokens } from "./forget";

const database = testDatabase(useDatabase);
const { signal } = new AbortController();

async function counts(keyId: string) {
  const { rows } = await database.owner.query<{ codes: number; families: number; refresh_tokens: number }>(
    `select (select count(*)::int from oauth_codes where key_id = $1) as codes,
       (select count(*)::int from oauth_token_families where key_id = $1) as families,
       (select count(*)::int from oauth_refresh_tokens join oauth_token_families f on f.id = family_id where f.key_id = $1) as refresh_tokens`,
    [keyId],
  );
  return rows[0];
}

it("what ended a week ago goes, by two at once too, and what goes on stays with all that would end it", async () => {
  const story = await makeStory(database);
  const { app } = story;
  const first = await redeem(story, await codeOf(story));
  await refresh(story, first.body["refresh_token"]);
  await database.owner.query(
    "insert into oauth_assertions values ($1, '\\x01', now() - interval '1 second'), ($1, '\\x02', now() + interval '1 minute')",
    [app.id],
  );
  await forgetTokens(signal);
  expect(await counts(app.id)).toEqual({ codes: 1, families: 1, refresh_tokens: 2 });
  const { rows } = await database.owner.query("select jti_hash from oauth_assertions where key_id = $1", [
    app.id,
  ]);
  expect(rows).toEqual([{ jti_hash: Buffer.from([2]) }]);
  expect((await refresh(story, first.body["refresh_token"])).body["error_description"]).toBe("expired_grant");

  const longAgo = "now() - interval '7 days 1 minute'";
  await database.owner.query(`update oauth_codes set expires_at = ${longAgo} where key_id = $1`, [app.id]);
  await database.owner.query(`update oauth_token_families set expires_at = ${longAgo} where key_id = $1`, [
    app.id,
  ]);
  const reports = await Promise.all([forgetTokens(signal), forgetTokens(signal)]);
  expect(reports.map(({ families }) => families).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(await counts(app.id)).toEqual({ codes: 0, families: 0, refresh_tokens: 0 });
});
