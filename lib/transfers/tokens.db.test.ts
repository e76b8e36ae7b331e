/** What a public app has, which has no credential to revoke, once it goes to another account. */
import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";

import { integrationKeys } from "@/db/schema/integration-keys";
import { transfers } from "@/db/schema/transfers";
import { giveRedirectUri } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { arrangeTransfer } from "@/db/testing/transfer";
import { ask, asking, CHALLENGE, REDIRECT_URI, VERIFIER } from "@/testing/oauth/oauth-story";

import type { CredentialsAfter } from "../domain/transfers/transfer";
import { forgetRefusals } from "../http/oauth/throttle";
import type { SessionContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { answerQuestion } from "../oauth/authorization/answer-question";
import { readUserInfo } from "../oauth/tokens/user-info";
import { carryOutTransfer } from "./steps/carry-out";
import { confirmTransfer } from "./steps/confirm-transfer";
import { openTransfer } from "./steps/open-transfer";
import { undoTransfer } from "./steps/undo-transfer";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

/** A transfer that both sides have confirmed, of an app that is public and has Implicit. */
async function arrange(after: CredentialsAfter) {
  const arranged = await arrangeTransfer(database.db);
  const { gus, ada, app, input, source } = arranged;
  await database.ownerDb
    .update(integrationKeys)
    .set({ isPublic: true, isImplicitAllowed: true })
    .where(eq(integrationKeys.id, app.id));
  await giveRedirectUri(database.db, app, source.account.id, REDIRECT_URI);
  const id = await openTransfer(gus, { ...input, credentials: after });
  const [row] = await database.db.select().from(transfers).where(eq(transfers.id, id));
  const statementHash = row?.statementHash ?? "";
  await confirmTransfer(gus, id, { side: "source", fullName: gus.user.name, statementHash });
  await confirmTransfer(ada, id, { side: "destination", fullName: ada.user.name, statementHash });
  return { ...arranged, id };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const formOf = ({ app }: Arranged, more: Readonly<Record<string, string>>) =>
  ask({ client_id: app.clientId, ...more });

const redeem = (arranged: Arranged, code: string) =>
  formOf(arranged, { grant_type: "authorization_code", code, code_verifier: VERIFIER });

/** A family, a token of Implicit, and a code that waits: of this person in this account. */
async function letAct(arranged: Arranged, who: SessionContext, accountId: string) {
  const answered = async (more: Readonly<Record<string, string>>) => {
    const to = new URL(await answerQuestion(who, { search: asking(arranged.app, more), accountId }));
    return to.hash === "" ? to.searchParams : new URLSearchParams(to.hash.slice(1));
  };
  const challenge = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
  const { body } = await redeem(arranged, (await answered(challenge)).get("code") ?? "");
  return {
    access: String(body["access_token"]),
    refresh: String(body["refresh_token"]),
    implicit: (await answered({ response_type: "token" })).get("access_token") ?? "",
    code: (await answered(challenge)).get("code") ?? "",
  };
}

/** Whether each of them still is good, in the same order; the code and the refresh token are used by it. */
async function isGood(arranged: Arranged, got: Awaited<ReturnType<typeof letAct>>) {
  const { access, implicit, refresh, code } = got;
  const found = [await readUserInfo(access), await readUserInfo(implicit)].map((user) => user !== null);
  const next = await formOf(arranged, { grant_type: "refresh_token", refresh_token: refresh });
  return [...found, next.status === 200, (await redeem(arranged, code)).status === 200];
}

it("what a public app got ends with a transfer that revokes its credentials, and goes on with one that keeps them", async () => {
  for (const after of ["revoke", "keep"] as const) {
    const arranged = await arrange(after);
    const got = await letAct(arranged, arranged.meg, arranged.source.account.id);
    await carryOutTransfer(arranged.sam, arranged.id);
    expect(await isGood(arranged, got)).toEqual(Array.from({ length: 4 }, () => after === "keep"));
  }
});

it("what a public app got from the other account's people ends with the undoing, and no earlier", async () => {
  const arranged = await arrange("keep");
  const before = await letAct(arranged, arranged.meg, arranged.source.account.id);
  await carryOutTransfer(arranged.sam, arranged.id);
  const since = await letAct(arranged, arranged.ada, arranged.destination.account.id);
  await undoTransfer(arranged.sam, arranged.id, "The wrong account");
  expect(await isGood(arranged, since)).toEqual([false, false, false, false]);
  expect(await isGood(arranged, before)).toEqual([true, true, true, true]);
});
