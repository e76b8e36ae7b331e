import { describe, expect, it } from "vitest";

import { proveReceipt, type ProvableReceipt, type RecordedStep } from "./receipt-proof";
import { transferStatement } from "./statement";

const SOURCE = { accountId: "0199f6a0-0000-7000-8000-000000000001", name: "Globex" };
const DESTINATION = { accountId: "0199f6a0-0000-7000-8000-000000000002", name: "Acme" };
const ID = "0199f6a0-0000-7000-8000-000000000003";
const HASH = "a".repeat(64);
const at = (second: number) => new Date(Date.UTC(2027, 0, 1, 0, 0, second)).toISOString();
const PEOPLE = { gus: "Gus Ito", ada: "Ada Osei", sam: "Sam Whitfield" } as const;

type Happening = Pick<RecordedStep, "action" | "before" | "after" | "reason"> & {
  readonly actor: keyof typeof PEOPLE;
};

const opened: Happening = {
  action: "transfer.opened",
  actor: "gus",
  before: null,
  after: {
    clientId: "0199f6a0-0000-7000-8000-000000000004",
    sourceAccountId: SOURCE.accountId,
    destinationAccountId: DESTINATION.accountId,
    openedFor: "source",
  },
  reason: "The team has moved",
};
const confirmed = (side: "source" | "destination"): Happening => {
  const actor = side === "source" ? "gus" : "ada";
  return {
    action: "transfer.confirmed",
    actor,
    before: null,
    after: { side, capacity: "account_admin", fullName: PEOPLE[actor].toLowerCase(), statementHash: HASH },
    reason: null,
  };
};
const carriedOut: Happening = {
  action: "transfer.carried_out",
  actor: "sam",
  before: { accountId: SOURCE.accountId, accountName: SOURCE.name },
  after: { accountId: DESTINATION.accountId, accountName: DESTINATION.name, statementHash: HASH },
  reason: null,
};
const undone: Happening = {
  action: "transfer.undone",
  actor: "sam",
  before: {},
  after: {},
  reason: "The wrong account",
};

/** The happenings on both records, each a second after the one before. */
function record(...happenings: readonly Happening[]): RecordedStep[] {
  return [SOURCE, DESTINATION].flatMap(({ accountId }, chain) =>
    happenings.map((happening, index) => ({
      ...happening,
      actor: PEOPLE[happening.actor],
      actorId: happening.actor,
      accountId,
      sequence: index + 7,
      at: at(index),
      hash: `${chain}${index}`,
    })),
  );
}

const HISTORY = record(opened, confirmed("source"), confirmed("destination"), carriedOut);
const UNDONE = record(opened, confirmed("source"), confirmed("destination"), carriedOut, undone);

function receiptOf(steps: readonly RecordedStep[]): ProvableReceipt {
  const facts = {
    clientId: "0199f6a0-0000-7000-8000-000000000004",
    keyName: "Nightly export",
    environment: "production" as const,
    source: SOURCE,
    destination: DESTINATION,
    credentials: "keep" as const,
    reason: "The team has moved",
  };
  const isUndone = steps.some(({ action }) => action === "transfer.undone");
  return {
    transfer: {
      ...facts,
      id: ID,
      status: isUndone ? "undone" : "carried_out",
      statement: transferStatement(facts),
      statementHash: HASH,
      openedFor: "source",
      confirmations: [
        {
          side: "source",
          capacity: "account_admin",
          by: { id: "gus", name: PEOPLE.gus },
          fullName: "gus ito",
          reason: null,
          at: at(1),
        },
        {
          side: "destination",
          capacity: "account_admin",
          by: { id: "ada", name: PEOPLE.ada },
          fullName: "ada osei",
          reason: null,
          at: at(2),
        },
      ],
      openedAt: at(0),
      expiresAt: null,
      carriedOutAt: at(3),
      undoUntil: isUndone ? null : "2027-01-04T00:00:03.000Z",
      endedAt: isUndone ? at(4) : null,
      endReason: isUndone ? "The wrong account" : null,
      unmetConditions: [],
    },
    before: SOURCE,
    after: DESTINATION,
    carriedOutBy: { id: "sam", name: PEOPLE.sam },
    events: steps.map(({ accountId, sequence, action, at: when, actor, hash }) => ({
      accountId,
      sequence,
      action,
      at: when,
      actor,
      hash,
    })),
  };
}

type Path = readonly (string | number)[];

/** The paths of all single values. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, [...path, index]));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** The receipt with one value exchanged for another of its kind. */
function forged(receipt: ProvableReceipt, path: Path): ProvableReceipt {
  const copy = structuredClone(receipt);
  let place: object = copy;
  // All but the last of a path are objects and lists (leavesOf).
  for (const key of path.slice(0, -1)) place = Reflect.get(place, key) as object;
  const last = path.at(-1) ?? "";
  const value: unknown = Reflect.get(place, last);
  const isInstant = typeof value === "string" && value.startsWith("2027-");
  const other = isInstant ? "2028-01-01T00:00:00.000Z" : typeof value === "number" ? value + 90 : "forged";
  Reflect.set(place, last, other);
  return copy;
}

describe("a receipt", () => {
  it.each([
    ["carried out", HISTORY],
    ["undone", UNDONE],
  ])("that says what is on record is proved: %s", (_what, steps) => {
    expect(proveReceipt(receiptOf(steps), HASH, steps)).toEqual({ faults: [], since: [] });
  });

  // The transfer's id is how its events are found: another one finds none.
  const leaves = leavesOf(receiptOf(UNDONE)).filter((path) => path.join(".") !== "transfer.id");
  it.each(leaves.map((path) => [path.join("."), path] as const))("is refused with another %s", (_, path) => {
    expect(proveReceipt(forged(receiptOf(UNDONE), path), HASH, UNDONE).faults).not.toEqual([]);
  });

  it("is refused where its statement has another hash than it says, and where nothing of it is on record", () => {
    expect(proveReceipt(receiptOf(HISTORY), "b".repeat(64), HISTORY).faults).toEqual([
      "Its statement is not the one of its SHA-256.",
    ]);
    expect(proveReceipt(receiptOf(HISTORY), HASH, []).faults.length).toBeGreaterThan(8);
    expect(proveReceipt({ ...receiptOf(HISTORY), events: [] }, HASH, []).faults).not.toEqual([]);
  });

  it("is refused where it leaves out an event, and told what came after all that it lists", () => {
    const whole = receiptOf(HISTORY);
    const short = { ...whole, events: whole.events.filter(({ hash }) => hash !== "02") };
    expect(proveReceipt(short, HASH, HISTORY).faults).toContain(
      `It leaves out event 9 (transfer.confirmed) of the record ${SOURCE.accountId}.`,
    );
    const { faults, since } = proveReceipt(whole, HASH, UNDONE);
    expect(faults).toEqual([]);
    expect(since).toHaveLength(2);
    expect(since[0]).toContain("transfer.undone by Sam Whitfield");
  });

  it("counts no confirmation that was voided since, by one side's end or by another statement", () => {
    const voidedSide = { ...undone, action: "transfer.voided", before: { side: "source" } };
    const voidedAll = { ...undone, action: "transfer.voided", before: { statementHash: HASH } };
    for (const voided of [voidedSide, voidedAll]) {
      const steps = record(opened, confirmed("source"), confirmed("destination"), voided, carriedOut);
      expect(proveReceipt(receiptOf(steps), HASH, steps).faults).toContain(
        "Record of Globex: it was not confirmed by both sides, and by nobody else.",
      );
    }
  });
});
