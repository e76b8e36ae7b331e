/**
 * Histories of transfers, made at random and told to the pure rules and to the database: both have to say the same of every
 * event, of the state that it leads to, of who sees it, and of who manages the app (I9).
 */
import { and, desc, eq, inArray } from "drizzle-orm";
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { memberships } from "@/db/schema/accounts";
import { claimedDomains } from "@/db/schema/organizations";
import { transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeStandIn, managerOf } from "@/db/testing/transfer";
import { joinAs } from "@/db/testing/way-to-production";
import {
  ENDS,
  PEOPLE,
  RIGHTFUL,
  SIDES,
  TransferModel,
  type End,
  type Happening,
  type Person,
  type Rightful,
} from "@/db/testing/transfer-model";

import { DomainError } from "../domain/errors";
import { transferStatement } from "../domain/transfers/statement";
import {
  CREDENTIALS_AFTER,
  isUnderWay,
  transferExpiresAt,
  transferState,
  undoUntil,
  type CredentialsAfter,
} from "../domain/transfers/transfer";
import { useDatabase } from "../kernel/database";
import { ask } from "../kernel/read";
import { carryOutTransfer } from "./steps/carry-out";
import { changeTransfer } from "./steps/change-transfer";
import { clock } from "./clock";
import { confirmTransfer } from "./steps/confirm-transfer";
import { declineTransfer, withdrawTransfer, withdrawTransferAsSupport } from "./steps/end-transfer";
import { expireTransfers } from "./steps/expire-transfers";
import { openTransfer, openTransferAsSupport } from "./steps/open-transfer";
import { statementHash } from "./statement-hash";
import { findTransfer, toListed } from "./reading/transfer-row";
import { undoTransfer } from "./steps/undo-transfer";
import { voidLapsed } from "./steps/void-lapsed";
import { partOf } from "./who";

const database = testDatabase(useDatabase);
const HOUR_MS = 3_600_000;
const SEQUENCES = 20;
/** Each event is told to the database, and then everybody is asked what they see. */
const HISTORIES_MS = 400_000;
const LIMIT_MS = 450_000;
const EVENTS = 24;

async function arrange() {
  const arranged = await arrangeStandIn(database.db);
  const { source, destination } = arranged;
  await database.ownerDb
    .update(memberships)
    .set({ status: "active", deactivatedAt: null })
    .where(eq(memberships.accountId, source.account.id));
  const both = await makeTenant(database.db, { bea: "admin", eve: "admin" });
  const bea = { ...contextOf(both, "bea"), account: source.account };
  for (const { account } of [source, destination]) {
    await joinAs(database.db, account.id, bea.user.id, "admin");
  }
  return { ...arranged, bea, eve: contextOf(both, "eve") };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const ACCOUNTS_OF: Record<Rightful, readonly ("source" | "destination")[]> = {
  gus: ["source"],
  gil: ["source"],
  bea: ["source", "destination"],
  ada: ["destination"],
  abe: ["destination"],
  olga: [],
};

/** The same world as the model's, in the database: acts by the verbs, and ends of rights as whoever may write them. */
class RealTransfers {
  constructor(private readonly arranged: Arranged) {}

  async apply(happening: Happening): Promise<string> {
    try {
      await this.act(happening);
      return "done";
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  async lastId(): Promise<string | null> {
    const [row] = await database.db
      .select({ id: transfers.id })
      .from(transfers)
      .where(eq(transfers.keyId, this.arranged.app.id))
      .orderBy(desc(transfers.id))
      .limit(1);
    return row?.id ?? null;
  }

  private async act(happening: Happening): Promise<void> {
    const { arranged } = this;
    const { sam, input, app } = arranged;
    const id = (await this.lastId()) ?? "01980000-0000-7000-8000-000000000000";
    switch (happening.type) {
      case "open":
        if (happening.who === "sam") await openTransferAsSupport(sam, input);
        else await openTransfer(arranged[happening.who], input);
        return;
      case "confirm": {
        const { who, side, read } = happening;
        const reason = who === "olga" ? { reason: "They have left" } : {};
        const session = arranged[who];
        const hash = hashOf(arranged, read);
        await confirmTransfer(session, id, {
          side,
          fullName: session.user.name,
          statementHash: hash,
          ...reason,
        });
        return;
      }
      case "decline":
        await declineTransfer(arranged[happening.who], id, "No");
        return;
      case "withdraw":
        if (happening.who === "sam") await withdrawTransferAsSupport(sam, id, "No");
        else await withdrawTransfer(arranged[happening.who], id, "No");
        return;
      case "change":
        await changeTransfer(arranged[happening.who], id, { credentials: happening.credentials });
        return;
      case "carry out":
        await carryOutTransfer(sam, id);
        return;
      case "undo":
        await undoTransfer(sam, id, "It was the wrong app");
        return;
      case "end":
        await this.end(happening.who, happening.end);
        return;
      case "return":
        await this.bringBack(happening.who);
        return;
      case "the source loses its admins":
        for (const who of ["gus", "gil", "bea"] as const) await this.end(who, "deactivated");
        return;
      case "the claim lapses":
        await this.claim({ lapsedAt: new Date() });
        return;
      case "the domain is proven":
        await this.claim({ verifiedAt: new Date(), lapsedAt: null });
        return;
      case "time passes":
        await shift([app.id], happening.hours);
        return;
      case "jobs run":
        await voidLapsed();
        await expireTransfers();
        return;
    }
  }

  private membershipsOf(who: Rightful) {
    const { arranged } = this;
    const accountIds = ACCOUNTS_OF[who].map((side) => arranged[side].account.id);
    const mine = eq(memberships.userId, arranged[who].user.id);
    return who === "olga"
      ? and(mine, eq(memberships.profile, "viewer"))
      : and(mine, inArray(memberships.accountId, accountIds));
  }

  private async end(who: Rightful, end: End): Promise<void> {
    const { ownerDb } = database;
    const mine = this.membershipsOf(who);
    switch (end) {
      case "demoted":
        if (who !== "olga") await ownerDb.update(memberships).set({ profile: "member" }).where(mine);
        return;
      case "deactivated":
        if (who !== "olga") {
          const ended = { status: "deactivated", deactivatedAt: new Date() } as const;
          await ownerDb.update(memberships).set(ended).where(mine);
        }
        return;
      case "shared":
        await ownerDb.update(memberships).set({ isShared: true }).where(mine);
        return;
      case "deactivated everywhere":
        await ownerDb
          .update(users)
          .set({ status: "deactivated" })
          .where(eq(users.id, this.arranged[who].user.id));
    }
  }

  private async claim(life: Partial<typeof claimedDomains.$inferInsert>): Promise<void> {
    const { claim } = this.arranged;
    await database.ownerDb.update(claimedDomains).set(life).where(eq(claimedDomains.id, claim.id));
  }

  private async bringBack(who: Rightful): Promise<void> {
    const profile = who === "olga" ? ("viewer" as const) : ("admin" as const);
    await database.ownerDb
      .update(memberships)
      .set({ profile, status: "active", deactivatedAt: null, isShared: false })
      .where(this.membershipsOf(who));
    await database.ownerDb
      .update(users)
      .set({ status: "active" })
      .where(eq(users.id, this.arranged[who].user.id));
  }
}

const sideOf = ({ account }: { readonly account: { readonly id: string; readonly name: string } }) => ({
  accountId: account.id,
  name: account.name,
});

function hashOf({ app, input, source, destination }: Arranged, credentials: CredentialsAfter): string {
  return statementHash(
    transferStatement({
      clientId: app.clientId,
      keyName: "Signing portal",
      environment: "production",
      source: sideOf(source),
      destination: sideOf(destination),
      credentials,
      reason: input.reason,
    }),
  );
}

const back = (column: string) => `${column} = ${column} - make_interval(hours => $2)`;

/** Makes the clock of an app's transfers say that everything in them was so long ago. */
async function shift(keyIds: readonly string[], hours: number): Promise<void> {
  await database.owner.query(
    `update transfers set ${back("opened_at")}, ${back("carried_out_at")} where key_id = any($1)`,
    [keyIds, hours],
  );
  await database.owner.query(
    `update transfer_confirmations set ${back("at")}, ${back("voided_at")}
     where transfer_id in (select id from transfers where key_id = any($1))`,
    [keyIds, hours],
  );
}

/** What can be seen of the last transfer by the rules; instants in whole hours from now. */
function expected(model: TransferModel) {
  const { last, now } = model;
  if (!last) return null;
  const { transfer } = last;
  const status = transferState(transfer, now);
  const until = undoUntil(transfer);
  return {
    status,
    confirmations: Object.fromEntries(transfer.confirmations.map(({ side, userId }) => [side, userId])),
    expiresIn: isUnderWay(status) ? hoursFrom(now, transferExpiresAt(transfer)) : null,
    undoIn: until === null ? null : hoursFrom(now, until),
    manager: model.manager,
    seenBy: PEOPLE.filter((who) => model.sees(who)),
  };
}

/** The time between two events is not in the model, and never half an hour. */
const hoursFrom = (now: Date, then: Date) => Math.round((then.getTime() - now.getTime()) / HOUR_MS) || 0;

async function found(real: RealTransfers, arranged: Arranged) {
  const id = await real.lastId();
  if (id === null) return null;
  const { now, listed, seenBy } = await ask(async (db) => {
    const at = await clock(db);
    const row = await findTransfer(db, id);
    const seeing: Person[] = [];
    for (const who of PEOPLE) {
      if (await partOf(db, arranged[who], row).then(() => true, isNotFound)) seeing.push(who);
    }
    return { now: at, listed: toListed(row, at), seenBy: seeing };
  });
  const nameOf = (userId: string) => PEOPLE.find((who) => arranged[who].user.id === userId);
  const hours = (instant: string | null) => (instant === null ? null : hoursFrom(now, new Date(instant)));
  const manager = await managerOf(database.db, arranged);
  return {
    status: listed.status,
    confirmations: Object.fromEntries(listed.confirmations.map(({ side, by }) => [side, nameOf(by.id)])),
    expiresIn: hours(listed.expiresAt),
    undoIn: hours(listed.undoUntil),
    manager: SIDES.find((side) => arranged[side].account.id === manager),
    seenBy,
  };
}

function isNotFound(error: unknown): boolean {
  if (error instanceof DomainError && error.code === "not_found") return false;
  throw error;
}

const who = fc.constantFrom(...PEOPLE);
const rightful = fc.constantFrom(...RIGHTFUL);
const credentials = fc.constantFrom(...CREDENTIALS_AFTER);
/** Most acts are by people who may: else few histories come far. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("confirm" as const),
      side: fc.constant("source" as const),
      who: fc.constantFrom("gus" as const, "gil" as const, "bea" as const, "olga" as const),
      read: fc.constant("keep" as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("confirm" as const),
      side: fc.constant("destination" as const),
      who: fc.constantFrom("ada" as const, "abe" as const, "bea" as const),
      read: fc.constant("keep" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("confirm" as const),
      side: fc.constantFrom(...SIDES),
      who: fc.constantFrom(...PEOPLE, "sam" as const),
      read: credentials,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("open" as const),
      who: fc.constantFrom(...PEOPLE, "sam" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("decline" as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("withdraw" as const),
      who: fc.constantFrom(...PEOPLE, "sam" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("change" as const), who, credentials }) },
  { weight: 4, arbitrary: fc.constant({ type: "carry out" as const }) },
  { weight: 2, arbitrary: fc.constant({ type: "undo" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("end" as const), who: rightful, end: fc.constantFrom(...ENDS) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("return" as const), who: rightful }) },
  { weight: 2, arbitrary: fc.constant({ type: "the source loses its admins" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "the claim lapses" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "the domain is proven" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("time passes" as const), hours: fc.constantFrom(30, 120, 360) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "jobs run" as const }) },
);

const histories = fc.array(happening, { minLength: 1, maxLength: EVENTS, size: "max" });

/** Else nothing could follow. */
const OPENED: Happening = { type: "open", who: "gus" };
/** What many histories begin with, or few would come to a move. */
const BEGINNING: Happening[] = [
  { type: "confirm", side: "source", who: "gus", read: "keep" },
  { type: "confirm", side: "destination", who: "ada", read: "keep" },
];

it(
  "every history of an app's transfers is the same by the rules and in the database (I9)",
  async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(fc.subarray(BEGINNING), histories, async (beginning, rest) => {
        const arranged = await arrange();
        const real = new RealTransfers(arranged);
        const model = new TransferModel();
        // What waits of the history before is nothing to the jobs of this one.
        await database.owner.query(
          "update transfers set state = 'withdrawn', ended_at = now() where state in ('open', 'confirmed')",
        );
        for (const each of [OPENED, ...beginning, ...rest]) {
          const [answer, byRules] = [await real.apply(each), model.apply(each)];
          expect(answer, JSON.stringify(each)).toBe(byRules);
          expect(await found(real, arranged), JSON.stringify(each)).toEqual(expected(model));
          if (each.type === "carry out" && answer === "done") moved += 1;
        }
      }),
      { numRuns: SEQUENCES, interruptAfterTimeLimit: HISTORIES_MS, markInterruptAsFailure: true },
    );
    expect(moved, "histories that come to a move").toBeGreaterThan(0);
  },
  LIMIT_MS,
);
