import { assert, constantFrom, array, nat, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";

import { boardCalls, dayPicture, notCountedText, openRun } from "./board";
import { NOT_COUNTED, readReadiness, WINDOW_MS, type ReadinessCall } from "./readiness";

const START = Date.parse("2026-11-29T00:30:00.000Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function call(id: number, afterMs: number, rest: Partial<ReadinessCall> = {}): ReadinessCall {
  return {
    id: `call-${String(id).padStart(8, "0")}`,
    at: new Date(START + afterMs),
    method: "POST",
    path: "/v1/agreements",
    code: "allowed",
    outcomeStatus: null,
    ...rest,
  };
}
const get = (id: number, afterMs: number, rest: Partial<ReadinessCall> = {}) =>
  call(id, afterMs, { method: "GET", path: "/v1/agreements/1", ...rest });
const many = (count: number, first = 0, rest: Partial<ReadinessCall> = {}) =>
  Array.from({ length: count }, (_, nth) => call(first + nth, (first + nth) * MINUTE, rest));
const at = (afterMs: number) => new Date(START + afterMs);

describe("the calls that the board lists", () => {
  it("are the newest first, each with whether it counts, lies in the best window, and why not", () => {
    const calls = [
      get(1, 0),
      get(2, 3 * MINUTE),
      call(3, 4 * MINUTE),
      call(4, 5 * MINUTE),
      call(5, 6 * MINUTE, { code: "insufficient_scope" }),
      call(6, 7 * MINUTE, { outcomeStatus: 422 }),
      call(7, 8 * MINUTE, { path: "/v1/me" }),
    ];
    const listed = boardCalls(readReadiness(calls));
    expect(
      listed.map(({ id, reason, isInWindow, detail }) => [Number(id.slice(5)), reason, isInWindow, detail]),
    ).toEqual([
      [7, "sign_in", false, "Asks who and where, before the work begins. It neither counts nor harms."],
      [6, "failed", false, "The API reported that it ended with 422."],
      [5, "refused", false, "Refused: insufficient scope."],
      [4, null, true, null],
      [3, null, true, null],
      [
        2,
        "polling",
        false,
        "Polling: the same path was read 3 minutes before, by call …00000001. Wait 15 minutes.",
      ],
      [1, null, false, null],
    ]);
  });

  it("name for each polling call the read just before it, not the first of them", () => {
    const listed = boardCalls(readReadiness([get(1, 0), get(2, 3 * MINUTE), get(3, 4 * MINUTE)]));
    expect(listed.map(({ detail }) => detail?.match(/call …(\d+)/)?.[1] ?? null)).toEqual([
      "00000002",
      "00000001",
      null,
    ]);
  });

  it("say less where the read before is of a time that was not looked at", () => {
    const reading = readReadiness([get(1, 0), get(2, 3 * MINUTE)], at(MINUTE));
    expect(boardCalls(reading)[0]?.detail).toBe(
      "Polling: the same path was read less than 15 minutes before.",
    );
  });

  it("are no more than 200 of a key that called without end, with those of the window and at fault among them", () => {
    const faults = many(60, 0, { code: "insufficient_scope" });
    const counted = many(80, 60);
    const harmless = many(3_000, 140, { path: "/v1/me" });
    const listed = boardCalls(readReadiness([...faults, ...counted, ...harmless]));
    expect(listed).toHaveLength(200);
    expect(listed.filter(({ isInWindow }) => isInWindow).map(({ id }) => id)).toEqual(
      counted
        .slice(-50)
        .map(({ id }) => id)
        .toReversed(),
    );
    expect(listed.filter(({ reason }) => reason === "refused").map(({ id }) => id)).toEqual(
      faults
        .slice(-50)
        .map(({ id }) => id)
        .toReversed(),
    );
  });

  it("mark as many in the window as the window counts, whatever the calls are", () => {
    const kinds = constantFrom<Partial<ReadinessCall>>(
      {},
      { method: "GET" },
      { code: "burst_limit_exceeded" },
      { code: "revoked_key" },
      { outcomeStatus: 500 },
      { path: "/oauth/token" },
    );
    assert(
      property(array(tuple(nat(3 * WINDOW_MS), kinds), { maxLength: 40 }), (some) => {
        const reading = readReadiness(some.map(([afterMs, kind], id) => call(id, afterMs, kind)));
        const listed = boardCalls(reading);
        expect(listed).toHaveLength(reading.calls.length);
        expect(listed.filter(({ isInWindow }) => isInWindow)).toHaveLength(reading.window.count);
        for (const { reason, detail } of listed) expect(detail === null).toBe(reason === null);
        const { slots } = dayPicture(reading, at(0));
        expect(slots.reduce((sum, { inWindow }) => sum + inWindow, 0)).toBe(reading.window.count);
      }),
    );
  });
});

it.each(NOT_COUNTED)("%s is explained in a sentence", (reason) => {
  const text = notCountedText(reason, call(1, 0, { code: "revoked_key" }), null);
  expect(text).toMatch(/^[A-Z].*\.$/);
});

describe("the day of the best window", () => {
  it("begins with the hour of its first call and holds every call of 25 hours, by quarters", () => {
    const { from, to, slotMs, slots } = dayPicture(
      readReadiness([
        call(1, 0),
        call(2, 14 * MINUTE),
        call(3, 15 * MINUTE, { code: "insufficient_scope" }),
        call(4, 15 * MINUTE, { path: "/v1/me" }),
        call(5, 24 * HOUR + 29 * MINUTE, { outcomeStatus: 500 }),
        call(6, 24 * HOUR + 30 * MINUTE, { outcomeStatus: 500 }),
      ]),
      at(0),
    );
    expect([from, to]).toEqual([at(-30 * MINUTE), at(24 * HOUR + 30 * MINUTE)]);
    expect(slotMs).toBe(15 * MINUTE);
    const none = { inWindow: 0, beside: 0, failed: 0, broken: 0, signIn: 0 };
    expect(slots).toEqual([
      { ...none, at: at(0), inWindow: 2 },
      { ...none, at: at(15 * MINUTE), failed: 1, signIn: 1 },
      { ...none, at: at(24 * HOUR + 15 * MINUTE), failed: 1 },
    ]);
  });

  it("shows the broken rule that ends the window, and what counts after it beside it", () => {
    const { slots } = dayPicture(
      readReadiness([...many(3), call(8, HOUR, { code: "burst_limit_exceeded" }), call(9, 2 * HOUR)]),
      at(0),
    );
    expect(slots.map(({ inWindow, beside, broken }) => [inWindow, beside, broken])).toEqual([
      [3, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });

  it("is the day until now where no call counts", () => {
    const { from, to, slots } = dayPicture(readReadiness([call(1, 0, { path: "/v1/me" })]), at(HOUR));
    expect([from, to]).toEqual([at(-23.5 * HOUR), at(1.5 * HOUR)]);
    expect(slots).toMatchObject([{ signIn: 1 }]);
  });
});

const run = (calls: readonly ReadinessCall[], now: Date) => openRun(readReadiness(calls), now);

describe("the run that the next call would join", () => {
  it("has the calls that count since a rule was broken last", () => {
    const calls = [
      ...many(5),
      call(50, HOUR, { code: "hourly_limit_exceeded" }),
      call(51, HOUR),
      call(52, 2 * HOUR),
    ];
    expect(run(calls, at(3 * HOUR))).toEqual({ count: 2, from: at(HOUR), to: at(HOUR + WINDOW_MS) });
  });

  it("loses a call 24 hours after it, to the millisecond", () => {
    expect(run([call(1, 0), call(2, HOUR)], at(WINDOW_MS - 1)).count).toBe(2);
    expect(run([call(1, 0), call(2, HOUR)], at(WINDOW_MS)).count).toBe(1);
  });

  it("is empty right after a broken rule, and without calls", () => {
    const empty = { count: 0, from: null, to: null };
    expect(run([...many(5), call(50, HOUR, { code: "hourly_limit_exceeded" })], at(HOUR))).toEqual(empty);
    expect(run([], at(0))).toEqual(empty);
  });
});
