import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  CONFIRMATION_VALID_MS,
  stepTransfer,
  TRANSFER_REFUSALS,
  TRANSFER_STATES,
  transferExpiresAt,
  transferRefusalText,
  transferState,
  UNDO_MS,
  undoUntil,
  type Transfer,
  type TransferEvent,
  type TransferState,
} from "./transfer";

const T0 = new Date("2026-11-01T09:00:00.000Z");
const after = (ms: number) => new Date(T0.getTime() + ms);
const ADA = "ada";
const GUS = "gus";
const source = { side: "source", userId: GUS, at: T0 } as const;
const destination = { side: "destination", userId: ADA, at: T0 } as const;

const OPEN: Transfer = {
  state: "open",
  statementHash: "read",
  openedAt: T0,
  confirmations: [],
  carriedOutAt: null,
};
const BY_STATE: Record<TransferState, Transfer> = {
  open: { ...OPEN, confirmations: [source] },
  confirmed: { ...OPEN, state: "confirmed", confirmations: [source, destination] },
  carried_out: { ...OPEN, state: "carried_out", confirmations: [source, destination], carriedOutAt: T0 },
  undone: { ...OPEN, state: "undone", confirmations: [source, destination], carriedOutAt: T0 },
  declined: { ...OPEN, state: "declined" },
  withdrawn: { ...OPEN, state: "withdrawn" },
  expired: { ...OPEN, openedAt: after(-CONFIRMATION_VALID_MS) },
};
const confirm = (side: "source" | "destination", userId: string, statementHash = "read"): TransferEvent => ({
  type: "confirm",
  side,
  userId,
  statementHash,
  at: T0,
});
const EVENTS = {
  "the other side's confirmation": confirm("destination", ADA),
  "the same confirmation again": confirm("source", GUS),
  "another's for the same side": confirm("source", ADA),
  "the same person's for the other side": confirm("destination", GUS),
  "one of another statement": confirm("destination", ADA, "read before"),
  "a change": { type: "change", statementHash: "other", at: T0 },
  "no change": { type: "change", statementHash: "read", at: T0 },
  "the end of the source's right": { type: "void", side: "source", at: T0 },
  "the end of the destination's right": { type: "void", side: "destination", at: T0 },
  decline: { type: "decline", at: T0 },
  withdraw: { type: "withdraw", at: T0 },
  "carry out": { type: "carry_out", at: T0 },
  undo: { type: "undo", at: T0 },
} as const satisfies Record<string, TransferEvent>;

function outcome(state: TransferState, event: TransferEvent): string {
  const step = stepTransfer(BY_STATE[state], event);
  if (!step.ok) return step.refusal;
  return step.isChanged ? `→ ${transferState(step.transfer, T0)}` : "unchanged";
}

/** Every event is refused for the one reason, but for those that are named. */
function row(refusal: string, named: Partial<Record<keyof typeof EVENTS, string>>) {
  return {
    ...Object.fromEntries(Object.keys(EVENTS).map((name) => [name, refusal])),
    undo: "not_carried_out",
    ...named,
  };
}

const TABLE: Record<TransferState, Record<string, string>> = {
  // The source has confirmed.
  open: row("", {
    "the other side's confirmation": "→ confirmed",
    "the same confirmation again": "unchanged",
    "another's for the same side": "side_confirmed",
    "the same person's for the other side": "same_person",
    "one of another statement": "statement_changed",
    "a change": "→ open",
    "no change": "unchanged",
    "the end of the source's right": "→ open",
    "the end of the destination's right": "unchanged",
    decline: "→ declined",
    withdraw: "→ withdrawn",
    "carry out": "not_confirmed",
  }),
  confirmed: row("", {
    "the other side's confirmation": "unchanged",
    "the same confirmation again": "unchanged",
    "another's for the same side": "side_confirmed",
    "the same person's for the other side": "side_confirmed",
    "one of another statement": "statement_changed",
    "a change": "→ open",
    "no change": "unchanged",
    "the end of the source's right": "→ open",
    "the end of the destination's right": "→ open",
    decline: "→ declined",
    withdraw: "→ withdrawn",
    "carry out": "→ carried_out",
  }),
  carried_out: row("transfer_carried_out", { "carry out": "unchanged", undo: "→ undone" }),
  undone: row("transfer_over", { undo: "unchanged" }),
  declined: row("transfer_over", { decline: "unchanged" }),
  withdrawn: row("transfer_over", { withdraw: "unchanged" }),
  expired: row("transfer_expired", {}),
};

describe("a transfer", () => {
  it.each(TRANSFER_STATES)("that is %s goes on as the table says", (state) => {
    const outcomes = Object.entries(EVENTS).map(([name, event]) => [name, outcome(state, event)]);
    expect(Object.fromEntries(outcomes)).toEqual(TABLE[state]);
  });

  it("is confirmed by two people, one for each side, whoever comes first", () => {
    for (const [first, second] of [
      [confirm("source", GUS), confirm("destination", ADA)],
      [confirm("destination", ADA), confirm("source", GUS)],
    ] as const) {
      const one = stepTransfer(OPEN, first);
      expect(one).toMatchObject({ ok: true, transfer: { state: "open" } });
      expect(one.ok && stepTransfer(one.transfer, second)).toMatchObject({
        ok: true,
        transfer: { state: "confirmed" },
      });
    }
  });

  it("expires 14 days after the older confirmation, to the millisecond", () => {
    const late = { ...destination, at: after(1_000) };
    const both = { ...BY_STATE.confirmed, confirmations: [late, source] };
    expect(transferExpiresAt(both)).toEqual(after(CONFIRMATION_VALID_MS));
    expect(transferState(both, after(CONFIRMATION_VALID_MS - 1))).toBe("confirmed");
    expect(transferState(both, after(CONFIRMATION_VALID_MS))).toBe("expired");
  });

  it("can be undone for 72 hours, to the millisecond", () => {
    const { carried_out: done } = BY_STATE;
    expect(undoUntil(done)).toEqual(after(UNDO_MS));
    expect(stepTransfer(done, { type: "undo", at: after(UNDO_MS - 1) })).toMatchObject({ ok: true });
    expect(stepTransfer(done, { type: "undo", at: after(UNDO_MS) })).toEqual({
      ok: false,
      refusal: "undo_over",
    });
    expect(undoUntil(BY_STATE.undone)).toBeNull();
  });

  it("that lost its only confirmation has 14 days anew", () => {
    const step = stepTransfer(BY_STATE.open, { type: "void", side: "source", at: after(5_000) });
    expect(step.ok && transferExpiresAt(step.transfer)).toEqual(after(5_000 + CONFIRMATION_VALID_MS));
  });

  it("is never carried out but by two different people who read what is done (I9)", () => {
    const event = fc.oneof(
      fc.record({
        type: fc.constant("confirm" as const),
        side: fc.constantFrom("source" as const, "destination" as const),
        userId: fc.constantFrom("a", "b", "c"),
        statementHash: fc.constantFrom("read", "other"),
      }),
      fc.record({ type: fc.constant("change" as const), statementHash: fc.constantFrom("read", "other") }),
      fc.record({
        type: fc.constant("void" as const),
        side: fc.constantFrom("source" as const, "destination" as const),
      }),
      fc.record({
        type: fc.constantFrom("decline" as const, "withdraw" as const, "carry_out" as const, "undo" as const),
      }),
    );
    const timed = fc.tuple(event, fc.integer({ min: 0, max: CONFIRMATION_VALID_MS }));
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 20 }), (steps) => {
        let transfer = OPEN;
        let ms = 0;
        let timesCarriedOut = 0;
        let timesUndone = 0;
        /** Who has read what the transfer says now, by side. */
        let read: Record<string, string> = {};
        for (const [happened, passed] of steps) {
          ms += passed;
          const at = after(ms);
          const before = transfer;
          const step = stepTransfer(transfer, { ...happened, at });
          if (!step.ok || !step.isChanged) continue;
          ({ transfer } = step);
          if (happened.type === "confirm") {
            expect(happened.statementHash).toBe(before.statementHash);
            read = { ...read, [happened.side]: happened.userId };
          }
          if (happened.type === "change") read = {};
          if (happened.type === "void") {
            read = Object.fromEntries(Object.entries(read).filter(([side]) => side !== happened.side));
          }
          if (happened.type === "carry_out") {
            timesCarriedOut += 1;
            expect(transferState(before, at)).toBe("confirmed");
            expect(Object.keys(read).toSorted()).toEqual(["destination", "source"]);
            expect(read["source"]).not.toBe(read["destination"]);
          }
          if (happened.type === "undo") timesUndone += 1;
        }
        expect(timesCarriedOut).toBeLessThanOrEqual(1);
        expect(timesUndone).toBeLessThanOrEqual(timesCarriedOut);
      }),
      { numRuns: 2_000 },
    );
  });
});

it("every refusal of a transfer has words of its own", () => {
  const texts = TRANSFER_REFUSALS.map(transferRefusalText);
  expect(new Set(texts).size).toBe(TRANSFER_REFUSALS.length);
  expect(texts.filter((text) => !text.endsWith("."))).toEqual([]);
});
