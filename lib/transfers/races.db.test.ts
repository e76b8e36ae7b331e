/** What must hold of a transfer when several take steps at once, in processes of their own (I8, I9). */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { transferConfirmations, transfers } from "@/db/schema/transfers";
import { testDatabase } from "@/db/testing/database";
import { faultyDatabase, type FaultyDatabase } from "@/db/testing/faults";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { arrangeStandIn, arrangeTransfer, managerOf } from "@/db/testing/transfer";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, makeSupporter } from "@/db/testing/way-to-production";

import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { deactivateMember } from "../members/deactivate";
import { reactivateAsOperator } from "../members/set-status-as-operator";
import { removeDomain } from "../organizations/remove-domain";
import { carryOutTransfer } from "./steps/carry-out";
import { changeTransfer } from "./steps/change-transfer";
import { confirmTransfer } from "./steps/confirm-transfer";
import { declineTransfer, withdrawTransfer } from "./steps/end-transfer";
import { expireTransfers } from "./steps/expire-transfers";
import { openTransfer } from "./steps/open-transfer";
import { getTransfer } from "./reading/read-transfer";
import { undoTransfer } from "./steps/undo-transfer";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

async function arrange() {
  const arranged = await arrangeTransfer(database.db);
  await beginRecords(database.ownerDb);
  return { ...arranged, sue: await makeSupporter(database.db, "sue") };
}

async function arrangeOpen() {
  const arranged = await arrange();
  return { ...arranged, id: await openTransfer(arranged.gus, arranged.input) };
}

async function arrangeStoodIn() {
  const arranged = await arrangeStandIn(database.db);
  await beginRecords(database.ownerDb);
  return { ...arranged, sue: arranged.sam, id: await openTransfer(arranged.ada, arranged.input) };
}

type Open = Awaited<ReturnType<typeof arrangeOpen>>;

async function rowOf(id: string) {
  const [row] = await database.db.select().from(transfers).where(eq(transfers.id, id));
  if (!row) throw new Error("There is no such transfer");
  return row;
}

async function confirmSource({ gus, id }: Open) {
  const { statementHash } = await rowOf(id);
  return () => confirmTransfer(gus, id, { side: "source", fullName: gus.user.name, statementHash });
}

async function confirmDestination({ ada, id }: Pick<Open, "ada" | "id">) {
  const { statementHash } = await rowOf(id);
  return () => confirmTransfer(ada, id, { side: "destination", fullName: ada.user.name, statementHash });
}

async function arrangeConfirmed() {
  const opened = await arrangeOpen();
  await (
    await confirmSource(opened)
  )();
  await (
    await confirmDestination(opened)
  )();
  return opened;
}

/** Takes steps on both pools, all at once. @returns what was refused, by code */
async function atOnce(...steps: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  useDatabase(pools.db);
  const results = await Promise.allSettled(steps.map((step) => step()));
  useDatabase(database.db);
  return results.flatMap((result) => {
    if (result.status === "fulfilled") return [];
    const { code } = result.reason as { code: string };
    return [code];
  });
}

/** How a transfer ended: its state, how many have confirmed, who manages the app; and that both records say the same. */
async function endOf(open: Open) {
  const { state, statementHash } = await rowOf(open.id);
  const confirmations = await database.db
    .select()
    .from(transferConfirmations)
    .where(eq(transferConfirmations.transferId, open.id));
  for (const given of confirmations) expect(given.statementHash).toBe(statementHash);
  const { source, destination } = open;
  const manager = await managerOf(database.db, open);
  const moves: string[][] = [];
  for (const { account } of [source, destination]) {
    expect(await verifyChain(database.db, account.id)).toMatchObject({ isValid: true, differences: [] });
    const actions = await actionsOf(database.db, account.id);
    moves.push(actions.filter((action) => /carried_out|undone/.test(action)));
  }
  expect(moves[0]).toEqual(moves[1]);
  const isMoved = moves[0]?.at(-1) === "transfer.carried_out";
  // An app never has another manager without the record's saying so, nor the other way round.
  expect(manager).toBe(isMoved ? destination.account.id : source.account.id);
  expect(isMoved).toBe(state === "carried_out");
  return { state, confirmed: confirmations.length };
}

const ROUNDS = 3;
const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);

describe.each(rounds)("taken at once, round %i,", () => {
  it("openings of two admins make one transfer", async () => {
    const { gus, gil, ada, input } = await arrange();
    const refused = await atOnce(
      () => openTransfer(gus, input),
      () => openTransfer(gil, input),
      () => openTransfer(ada, input),
    );
    expect(refused).toEqual(["transfer_already_open", "transfer_already_open"]);
  });

  it("confirmations of both sides are two, and of two tabs one", async () => {
    const open = await arrangeOpen();
    const [source, destination] = [await confirmSource(open), await confirmDestination(open)];
    expect(await atOnce(source, destination, source, destination)).toEqual([]);
    expect(await endOf(open)).toEqual({ state: "confirmed", confirmed: 2 });
  });

  it("a confirmation and a change leave no confirmation of what was not read", async () => {
    const open = await arrangeOpen();
    const confirm = await confirmDestination(open);
    const refused = await atOnce(confirm, () => changeTransfer(open.gil, open.id, { credentials: "revoke" }));
    expect([[], ["statement_changed"]]).toContainEqual(refused);
    expect(await endOf(open)).toEqual({ state: "open", confirmed: 0 });
  });

  it("two staff carry it out once", async () => {
    const open = await arrangeConfirmed();
    const refused = await atOnce(
      () => carryOutTransfer(open.sam, open.id),
      () => carryOutTransfer(open.sue, open.id),
    );
    expect(refused).toEqual(["transfer_carried_out"]);
    expect(await endOf(open)).toEqual({ state: "carried_out", confirmed: 2 });
    const actions = await actionsOf(database.db, open.source.account.id);
    expect(actions.filter((action) => action === "transfer.carried_out")).toHaveLength(1);
  });

  it("carrying out and withdrawing are one end, and whoever comes second is told", async () => {
    const open = await arrangeConfirmed();
    const refused = await atOnce(
      () => carryOutTransfer(open.sam, open.id),
      () => withdrawTransfer(open.gus, open.id, "We stay"),
    );
    const { state } = await endOf(open);
    expect([
      ["carried_out", "transfer_carried_out"],
      ["withdrawn", "transfer_over"],
    ]).toContainEqual([state, ...refused]);
  });

  it("carrying out and declining are one end", async () => {
    const open = await arrangeConfirmed();
    const refused = await atOnce(
      () => declineTransfer(open.abe, open.id, "Not ours"),
      () => carryOutTransfer(open.sam, open.id),
    );
    const { state } = await endOf(open);
    expect([
      ["carried_out", "transfer_carried_out"],
      ["declined", "transfer_over"],
    ]).toContainEqual([state, ...refused]);
  });

  it("who is deactivated has confirmed before it, or not at all, and moves nothing after it", async () => {
    const open = await arrangeConfirmed();
    const memberId = open.source.people.gus.membershipId;
    const refused = await atOnce(
      () => deactivateMember(open.gil, { memberId, reason: "Has left" }),
      () => carryOutTransfer(open.sam, open.id),
    );
    const { state } = await endOf(open);
    expect([
      ["carried_out", []],
      ["open", ["not_confirmed"]],
    ]).toContainEqual([state, refused]);
  });

  it("an organization admin stands in before an admin of the account is back, or not at all, and moves nothing after it", async () => {
    const open = await arrangeStoodIn();
    const { ada, gil, olga, sam, id } = open;
    const { statementHash } = await rowOf(id);
    const given = { side: "source" as const, fullName: olga.user.name, statementHash, reason: "They left" };
    const refused = await atOnce(
      () => confirmTransfer(olga, id, given),
      () =>
        reactivateAsOperator("member reactivate", {
          accountId: open.source.account.id,
          email: gil.user.email,
          reason: "Is back",
        }),
    );
    expect([[], ["stand_in_refused"], ["not_found"]]).toContainEqual(refused);
    await (
      await confirmDestination(open)
    )();
    expect(await getTransfer(ada, id)).toMatchObject({ status: "open" });
    await expect(carryOutTransfer(sam, id)).rejects.toMatchObject({ code: "not_confirmed" });
    expect((await endOf(open)).state).toBe("open");
  });

  it("a claim given up before it is carried out has voided what rests on it", async () => {
    const open = await arrangeStoodIn();
    const { olga, otto, sam, id, organizationId, claim } = open;
    const { statementHash } = await rowOf(id);
    await confirmTransfer(olga, id, {
      side: "source",
      fullName: olga.user.name,
      statementHash,
      reason: "They left",
    });
    await (
      await confirmDestination(open)
    )();
    const refused = await atOnce(
      () => removeDomain(otto, { organizationId, domainId: claim.id }),
      () => carryOutTransfer(sam, id),
    );
    const { state } = await endOf(open);
    expect([
      ["carried_out", []],
      ["open", ["not_confirmed"]],
    ]).toContainEqual([state, refused]);
  });

  it("the end of its time and a confirmation are one end, told once", async () => {
    const open = await arrangeOpen();
    await database.owner.query(
      "update transfers set opened_at = opened_at - interval '14 days' where id = $1",
      [open.id],
    );
    const refused = await atOnce(
      () => expireTransfers(),
      await confirmDestination(open),
      () => expireTransfers(),
    );
    expect(refused).toEqual(["transfer_expired"]);
    expect(await endOf(open)).toEqual({ state: "expired", confirmed: 0 });
    const actions = await actionsOf(database.db, open.source.account.id);
    expect(actions.filter((action) => action === "transfer.expired")).toHaveLength(1);
  });

  it("an undoing and the next carrying out leave the app with one of the three", async () => {
    const open = await arrangeConfirmed();
    await carryOutTransfer(open.sam, open.id);
    const third = await makeTenant(database.db, { tia: "admin" });
    const tia = contextOf(third, "tia");
    const id = await openTransfer(open.ada, {
      ...open.input,
      sourceAccountId: open.destination.account.id,
      destinationAccountId: third.account.id,
    });
    const { statementHash } = await rowOf(id);
    const given = { statementHash };
    await confirmTransfer(open.ada, id, { ...given, side: "source", fullName: open.ada.user.name });
    await confirmTransfer(tia, id, { ...given, side: "destination", fullName: tia.user.name });
    const refused = await atOnce(
      () => undoTransfer(open.sam, open.id, "The wrong account"),
      () => carryOutTransfer(open.sue, id),
    );
    const manager = await managerOf(database.db, open);
    const states = [(await rowOf(open.id)).state, (await rowOf(id)).state];
    expect([
      [open.source.account.id, ["undone", "withdrawn"], ["transfer_over"]],
      [third.account.id, ["carried_out", "carried_out"], ["transfer_conditions"]],
    ]).toContainEqual([manager, states, refused]);
  });
});

describe("a fault of the database", () => {
  let faulty: FaultyDatabase;
  beforeAll(() => {
    faulty = faultyDatabase(database.url);
  });
  afterAll(() => faulty.close());

  // It is carried out again for each of its statements.
  it(
    "at any statement leaves the app moved with both records, or not at all",
    { timeout: 60_000 },
    async () => {
      const states: string[] = [];
      for (let statement = 1; ; statement += 1) {
        const open = await arrangeConfirmed();
        faulty.failAt(statement, "before");
        useDatabase(faulty.db);
        const isWhole = await carryOutTransfer(open.sam, open.id).then(
          () => true,
          () => false,
        );
        useDatabase(database.db);
        states.push((await endOf(open)).state);
        if (faulty.sent().length < statement) {
          expect(isWhole).toBe(true);
          break;
        }
        expect(isWhole).toBe(false);
      }
      expect(states.length).toBeGreaterThan(15);
      expect(new Set(states.slice(0, -1))).toEqual(new Set(["confirmed"]));
      expect(states.at(-1)).toBe("carried_out");
    },
  );
});
