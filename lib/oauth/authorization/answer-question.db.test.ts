/** Allow is carried out on what holds at that moment: others change the app while somebody reads the question. */
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { makeTenant } from "@/db/testing/tenant";
import { asking, makeStory, type Story } from "@/testing/oauth/oauth-story";

import { useDatabase } from "../../kernel/database";
import { answerQuestion } from "./answer-question";

const database = testDatabase(useDatabase);

/** Somebody of another account presses Allow, while the account that manages the app is held for this change. */
async function allowDuring({ app, tenant }: Story, statements: readonly ReturnType<typeof sql>[]) {
  const { max } = await makeStory(database);
  const held = { answer: Promise.resolve("") };
  await database.ownerDb.transaction(async (tx) => {
    await tx.execute(sql`select from accounts where id = ${tenant.account.id} for update`);
    held.answer = answerQuestion(max, { search: asking(app), accountId: max.account.id });
    held.answer.catch(() => undefined);
    await untilSomebodyWaits(database.owner, 1, held.answer);
    for (const statement of statements) await tx.execute(statement);
  });
  return held;
}

const chainsOf = async ({ app }: Story) => {
  const { rows } = await database.owner.query<{ chain: string }>(
    "select chain_id as chain from audit_events where subject_id = $1 and action = 'consent.given'",
    [app.id],
  );
  return rows.map(({ chain }) => chain);
};

it("a consent given while the app goes to another account is on the record of the one that manages it then", async () => {
  const story = await makeStory(database);
  const next = await makeTenant(database.db, { nora: "admin" });
  const { answer } = await allowDuring(story, [
    sql`update integration_keys set account_id = ${next.account.id} where id = ${story.app.id}`,
    sql`update redirect_uris set account_id = ${next.account.id} where key_id = ${story.app.id}`,
  ]);
  expect(new URL(await answer).searchParams.get("code")).toMatch(/^ikc_live_/);
  const chains = await chainsOf(story);
  expect(chains).toContain(next.account.id);
  expect(chains).not.toContain(story.tenant.account.id);
});

it("a redirect URI that is removed at that moment gets no code", async () => {
  const story = await makeStory(database);
  const { answer } = await allowDuring(story, [
    sql`delete from redirect_uris where key_id = ${story.app.id}`,
  ]);
  await expect(answer).rejects.toMatchObject({ code: "not_found" });
  expect(await chainsOf(story)).toEqual([]);
});
