/**
 * An app that goes to another account while two gates check its tokens all the time, from memory (I1, I2): what is kept goes on
 * without one refusal, what is revoked is accepted by neither once the answer is back, and what the other account is decides
 * from its first call on.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { makeSupporter } from "@/db/testing/way-to-production";
import { ask as askToken, asking, CHALLENGE, makeStory, VERIFIER } from "@/testing/oauth/oauth-story";

import type { CredentialsAfter } from "../../lib/domain/transfers/transfer";
import { useDatabase } from "../../lib/kernel/database";
import { deactivatePerson } from "../../lib/members/everywhere/change-status";
import { answerQuestion } from "../../lib/oauth/authorization/answer-question";
import { setPlan } from "../../lib/provisioning/change-account";
import { carryOutTransfer } from "../../lib/transfers/steps/carry-out";
import { confirmTransfer } from "../../lib/transfers/steps/confirm-transfer";
import { openTransfer } from "../../lib/transfers/steps/open-transfer";
import { getTransfer } from "../../lib/transfers/reading/read-transfer";
import { undoTransfer } from "../../lib/transfers/steps/undo-transfer";
import { startGate, type GateProcess } from "../testing/gate-process";
import { PROBES, runHistory } from "../testing/history";
import { openRawClient, type RawClient } from "../testing/raw-client";
import { withinOneHour } from "../testing/within-one-hour";

const database = testDatabase(useDatabase);
const NO_LIMITS = { hourlyLimit: 1_000_000_000, burstLimit: 1_000_000_000 };
const CLIENTS = 16;
const SUBJECTS = 6;
const QUESTIONS = 800;
const TRIES = 5;
const gates: GateProcess[] = [];
const clients: RawClient[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
  for (let index = 0; index < CLIENTS + PROBES; index += 1) {
    clients.push(await openRawClient(gates[index % 2]?.port ?? 0));
  }
});
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(gates.map((gate) => gate.stop()));
});

/** How often a gate could not tell, which may be so at any time (I4): such a call may have been counted. */
let unanswered = 0;

async function askOnce(client: number, secret: string): Promise<number> {
  const answer = await clients[client]?.authorize(secret, "agreements:read");
  if (!answer || ![200, 401, 403, 429, 503].includes(answer.status)) {
    throw new Error(`Answer ${answer?.status}`);
  }
  if (answer.status === 503) unanswered += 1;
  return answer.status;
}

/** Asks until there is an answer, a few times at most. */
async function statusBy(client: number, secret: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const status = await askOnce(client, secret);
    if (status !== 503 || tries === TRIES) return status;
  }
}

/** Does work in which each call counts; begins anew where one was not answered, a few times at most. */
async function whereAllAreAnswered(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const before = unanswered;
    try {
      await work();
      return;
    } catch (error) {
      if (unanswered === before || tries === TRIES) throw error;
    }
  }
}

/** An app of one account, public where told so, with a transfer to another one that both sides have confirmed. */
async function arrange(
  after: CredentialsAfter = "keep",
  { isPublic = false, limits = NO_LIMITS }: { isPublic?: boolean; limits?: typeof NO_LIMITS } = {},
) {
  const story = await makeStory(database, { limits: NO_LIMITS, isPublic, isImplicitAllowed: true });
  const { tenant: source, app, ada: giver } = story;
  const destination = await makeTenant(database.db, { gus: "admin", gil: "admin" }, limits);
  const taker = contextOf(destination, "gus");
  const sam = await makeSupporter(database.db, "sam");
  const id = await openTransfer(giver, {
    clientId: app.clientId,
    sourceAccountId: source.account.id,
    destinationAccountId: destination.account.id,
    reason: "The team has moved",
    credentials: after,
  });
  for (const [who, side] of [
    [giver, "source"],
    [taker, "destination"],
  ] as const) {
    const { statementHash } = await getTransfer(who, id);
    await confirmTransfer(who, id, { side, fullName: who.user.name, statementHash });
  }
  const { max } = story;
  return {
    story,
    source,
    destination,
    app,
    giver,
    taker,
    max,
    sam,
    id,
    carryOut: () => carryOutTransfer(sam, id),
    undo: () => undoTransfer(sam, id, "The wrong account"),
  };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

/** An access token that somebody of an account let the app have, by a code; with the app's secret unless it is public. */
async function byCode(
  { story, app }: Arranged,
  who: Arranged["max"],
  secret = story.secret,
): Promise<string> {
  const search = asking(app, { code_challenge: CHALLENGE, code_challenge_method: "S256" });
  const to = new URL(await answerQuestion(who, { search, accountId: who.account.id }));
  const { body } = await askToken(
    {
      grant_type: "authorization_code",
      code: to.searchParams.get("code") ?? "",
      code_verifier: VERIFIER,
      ...(secret === null ? { client_id: app.clientId } : {}),
    },
    secret === null ? undefined : `Basic ${btoa(`${app.clientId}:${secret.text}`)}`,
  );
  return String(body["access_token"]);
}

async function byImplicit({ app }: Arranged, who: Arranged["max"]): Promise<string> {
  const search = asking(app, { response_type: "token" });
  const to = new URL(await answerQuestion(who, { search, accountId: who.account.id }));
  return new URLSearchParams(to.hash.slice(1)).get("access_token") ?? "";
}

function many<T>(make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: SUBJECTS }, make));
}

/** Asks for the tokens all the time at both gates, while for each in turn something is done. */
function watch(subjects: readonly { readonly token: string; readonly end: () => Promise<unknown> }[]) {
  return runHistory(
    subjects.map(({ token, end }) => ({
      ask: async (client: number) => {
        const status = await askOnce(client, token);
        return status === 503 ? null : status === 200;
      },
      end,
    })),
    QUESTIONS,
    CLIENTS,
  );
}

const KINDS: readonly (readonly [string, boolean, (one: Arranged) => Promise<string>])[] = [
  ["for a code, with a client secret", false, (one) => byCode(one, one.max)],
  ["for a code, of a public app", true, (one) => byCode(one, one.max)],
  ["by Implicit", true, (one) => byImplicit(one, one.max)],
];

describe.each(KINDS)("a token that was given %s", (_, isPublic, tokenOf) => {
  it("is accepted by no gate from the moment that a move which revokes is answered", async () => {
    const arranged = await many(() => arrange("revoke", { isPublic }));
    const subjects = await Promise.all(
      arranged.map(async (one) => ({ token: await tokenOf(one), end: one.carryOut })),
    );
    const findings = await watch(subjects);
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    expect(findings.allowed).toBeGreaterThan(QUESTIONS / 10);
    expect(findings.allowed).toBeLessThan(findings.questions);
  }, 120_000);

  it("goes on without one refusal through a move that keeps, and through its undoing", async () => {
    const arranged = await many(() => arrange("keep", { isPublic }));
    const subjects = await Promise.all(
      arranged.map(async (one) => {
        const moveAndBack = async () => {
          await one.carryOut();
          await one.undo();
        };
        return { token: await tokenOf(one), end: moveAndBack };
      }),
    );
    const { questions, allowed } = await watch(subjects);
    expect(allowed).toBe(questions);
  }, 120_000);
});

describe("the undoing of a move", () => {
  it("ends at both gates what the other account's own secret got, and nothing else", async () => {
    const arranged = await many(() => arrange());
    const pairs = await Promise.all(
      arranged.map(async (one) => {
        const before = await byCode(one, one.max);
        await one.carryOut();
        const added = await giveSecret(database.db, one.app, one.destination.account.id);
        return { before, since: await byCode(one, one.taker, added), undo: one.undo };
      }),
    );
    const findings = await watch(pairs.map(({ since, undo }) => ({ token: since, end: undo })));
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    expect(findings.allowed).toBeGreaterThan(QUESTIONS / 10);
    for (const { before } of pairs) {
      expect(await Promise.all([0, 1].map((client) => statusBy(client, before)))).toEqual([200, 200]);
    }
  }, 120_000);
});

describe("from its first call in the account that an app has gone to", () => {
  it(
    "the limits of that account hold at both gates, and not those of the one that it came from",
    () =>
      withinOneHour(() =>
        whereAllAreAnswered(async () => {
          const one = await arrange("keep", { limits: { hourlyLimit: 5, burstLimit: 1_000 } });
          const there = await makeToken(database.db, one.app, one.destination.account.id, one.taker.user.id);
          const here = await byCode(one, one.max);
          // Both gates know both before.
          expect(await Promise.all([0, 1].map((client) => statusBy(client, there.secret)))).toEqual([
            200, 200,
          ]);
          expect(await Promise.all([0, 1].map((client) => statusBy(client, here)))).toEqual([200, 200]);
          await one.carryOut();
          const statuses: number[] = [];
          for (let turn = 0; turn < 8; turn += 1) statuses.push(await statusBy(turn % 2, there.secret));
          expect(statuses).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
          expect(await Promise.all([0, 1].map((client) => statusBy(client, here)))).toEqual([200, 200]);
        }),
      ),
    60_000,
  );

  it("its plan decides, and that of the account that it came from does not", async () => {
    const one = await arrange();
    const token = await byCode(one, one.max);
    const statuses = () => Promise.all([0, 1].map((client) => statusBy(client, token)));
    await one.carryOut();
    expect(await statuses()).toEqual([200, 200]);
    await setPlan("account set-plan", one.destination.account.id, "business");
    expect(await statuses()).toEqual([403, 403]);
    await setPlan("account set-plan", one.destination.account.id, "enterprise");
    expect(await statuses()).toEqual([200, 200]);
    await one.undo();
    await setPlan("account set-plan", one.destination.account.id, "business");
    expect(await statuses()).toEqual([200, 200]);
  }, 60_000);
});

describe("a person who is deactivated everywhere", () => {
  it("is acted as by no token any more, wherever the app went", async () => {
    const arranged = await many(() => arrange());
    const subjects = await Promise.all(
      arranged.map(async (one) => {
        const token = await byCode(one, one.max);
        await one.carryOut();
        return { token, end: () => deactivatePerson(one.sam, { userId: one.max.user.id, reason: "Left" }) };
      }),
    );
    const findings = await watch(subjects);
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    expect(findings.allowed).toBeGreaterThan(QUESTIONS / 10);
  }, 120_000);

  it("takes nothing from an app that he or she made and another account manages", async () => {
    const arranged = await many(async () => {
      const one = await arrange();
      await one.carryOut();
      return one;
    });
    const subjects = await Promise.all(
      arranged.map(async (one) => ({
        token: await byCode(one, one.taker),
        end: () => deactivatePerson(one.sam, { userId: one.giver.user.id, reason: "Left", leavesNone: true }),
      })),
    );
    const { questions, allowed } = await watch(subjects);
    expect(allowed).toBe(questions);
  }, 120_000);
});
