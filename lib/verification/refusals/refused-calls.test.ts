import { describe, expect, it } from "vitest";

import {
  KNOCKS_STORED,
  KNOCKS_TOLD,
  REFUSALS_STORED,
  REFUSALS_TOLD,
} from "../../domain/verdict/refusal-limits";
import { KNOCKING_CODES, KNOWN_KEY_REFUSALS } from "../../domain/verdict/refusals";
import { createRefusedCalls, type RefusedCall, type RefusedCalls } from "./refused-calls";

const NOON = Date.parse("2026-03-01T12:00:00.000Z");
const at = (seconds: number) => new Date(NOON + seconds * 1000);
const call = (change: Partial<RefusedCall> = {}): RefusedCall => ({
  keyId: "key",
  code: "insufficient_scope",
  address: "192.0.2.1",
  at: at(0),
  ...change,
});

/** Counts so many. @returns how many were told and stored */
function countAll(calls: RefusedCalls, count: number, of: (n: number) => RefusedCall) {
  const counted = Array.from({ length: count }, (_, n) => calls.count(of(n)));
  return {
    told: counted.filter((one) => one.isTold).length,
    stored: counted.filter((one) => one.isStored).length,
  };
}

describe("refused calls", () => {
  it.each(KNOWN_KEY_REFUSALS)("for %s are told and stored up to a limit, from one address", (code) => {
    const found = countAll(createRefusedCalls(), 5_000, () => call({ code }));
    expect(found).toEqual({ told: REFUSALS_TOLD, stored: REFUSALS_TOLD });
  });

  it.each(KNOWN_KEY_REFUSALS)("for %s are bounded from however many addresses", (code) => {
    const found = countAll(createRefusedCalls(), 5_000, (n) =>
      call({ code, address: `2001:db8:${n % 4_999}::` }),
    );
    const isEnded = KNOCKING_CODES.some((knocking) => knocking === code);
    expect(found.told).toBe(isEnded ? KNOCKS_TOLD : REFUSALS_TOLD);
    expect(found.stored).toBeLessThanOrEqual(REFUSALS_STORED);
  });

  it("are told again in the next window, and stored until the hour's rows are used up", () => {
    const calls = createRefusedCalls();
    let stored = 0;
    for (let window = 0; window < 120; window += 1) {
      const found = countAll(calls, 200, () => call({ at: at(window * 30) }));
      expect(found.told).toBe(REFUSALS_TOLD);
      stored += found.stored;
    }
    expect(stored).toBe(REFUSALS_STORED);
    expect(countAll(calls, 200, () => call({ at: at(3_600) })).stored).toBe(REFUSALS_TOLD);
  });

  it("of an ended key from one address leave the hour's rows to the others", () => {
    const calls = createRefusedCalls();
    for (let window = 0; window < 50; window += 1) {
      countAll(calls, 200, () => call({ code: "revoked_key", at: at(window * 30) }));
    }
    const other = call({ code: "revoked_key", address: "192.0.2.2", at: at(1_500) });
    expect(countAll(calls, 200, () => other)).toEqual({ told: REFUSALS_TOLD, stored: KNOCKS_STORED });
  });

  it("of another key, and for another reason, are another count", () => {
    const calls = createRefusedCalls();
    countAll(calls, 500, () => call());
    expect(calls.count(call({ keyId: "other" }))).toEqual({ isTold: true, isStored: true });
    expect(calls.count(call({ code: "unknown_route" }))).toEqual({ isTold: true, isStored: true });
  });

  it("that were looked up late count in the present window", () => {
    const calls = createRefusedCalls();
    countAll(calls, 500, () => call({ at: at(30) }));
    expect(calls.count(call({ at: at(29) })).isTold).toBe(false);
    expect(calls.count(call({ at: at(-1) })).isTold).toBe(false);
  });

  it("are shared by the processes of one port", () => {
    const share = countAll(createRefusedCalls(4), 500, () => call());
    expect(share).toEqual({ told: REFUSALS_TOLD / 4, stored: REFUSALS_TOLD / 4 });
  });

  it("of more keys than can be remembered are counted alone", () => {
    const calls = createRefusedCalls(1, 10);
    const found = countAll(calls, 100, (n) => call({ keyId: String(n) }));
    expect(found).toEqual({ told: 10, stored: 10 });
  });

  it("leave as much room for refusals by a limit as that limit's own rows have", () => {
    const calls = createRefusedCalls();
    expect(calls.limitRoom(call())).toBe(REFUSALS_TOLD);
    countAll(calls, 30, () => call({ code: "burst_limit_exceeded" }));
    expect(calls.limitRoom(call())).toBe(REFUSALS_TOLD - 30);
    countAll(calls, 500, () => call({ code: "burst_limit_exceeded" }));
    expect(calls.limitRoom(call())).toBe(0);
  });
});
