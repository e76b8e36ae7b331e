import {
  array,
  assert,
  boolean,
  constantFrom,
  infiniteStream,
  integer,
  nat,
  oneof,
  property,
  record,
  tuple,
} from "fast-check";
import { describe, expect, it } from "vitest";

import {
  CALLS_NEEDED,
  hasEnoughCalls,
  POLLING_MS,
  readReadiness,
  WINDOW_MS,
  type ReadinessCall,
} from "./readiness";

const START = Date.parse("2026-11-29T00:30:00.000Z");
const MINUTE = 60_000;

function call(id: number, afterMs: number, rest: Partial<ReadinessCall> = {}): ReadinessCall {
  return {
    id: `call-${String(id).padStart(4, "0")}`,
    at: new Date(START + afterMs),
    method: "POST",
    path: "/restapi/v2.1/envelopes",
    code: "allowed",
    outcomeStatus: null,
    ...rest,
  };
}
const get = (
  id: number,
  afterMs: number,
  path = "/restapi/v2.1/envelopes/1",
  rest: Partial<ReadinessCall> = {},
) => call(id, afterMs, { method: "GET", path, ...rest });
const many = (count: number, everyMs = MINUTE, first = 0) =>
  Array.from({ length: count }, (_, index) => call(first + index, (first + index) * everyMs));
const day = (index: number, count: number) =>
  Array.from({ length: count }, (_, nth) => call(index * 100 + nth, index * 3 * WINDOW_MS + nth * MINUTE));
const reasons = (calls: readonly ReadinessCall[]) => readReadiness(calls).calls.map(({ reason }) => reason);

describe("a call counts", () => {
  it("where it was let through and nobody reported that it failed", () => {
    expect(
      reasons([call(1, 0), call(2, 1, { outcomeStatus: 201 }), call(3, 2, { outcomeStatus: 399 })]),
    ).toEqual([null, null, null]);
  });

  it.each([
    ["a refusal", { code: "insufficient_scope" }, "refused"],
    ["an answer that is an error", { outcomeStatus: 400 }, "failed"],
    ["an error of the server", { outcomeStatus: 503 }, "failed"],
    ["the hourly limit", { code: "hourly_limit_exceeded" }, "hourly_limit"],
    ["the burst limit", { code: "burst_limit_exceeded" }, "burst_limit"],
    ["who am I", { path: "/v1/me" }, "sign_in"],
    ["a token", { path: "/oauth/token" }, "sign_in"],
    ["the user's data", { path: "/oauth/userinfo" }, "sign_in"],
    ["base addresses", { path: "/api/rest/v6/baseUris" }, "sign_in"],
    ["base addresses of the old interface", { path: "/base_uris" }, "sign_in"],
    ["the request log", { path: "/restapi/v2.1/diagnostics/request_logs/1" }, "sign_in"],
    ["sign-in information", { path: "/restapi/v2.1/login_information" }, "sign_in"],
    ["a refusal of a sign-in address", { path: "/v1/me", code: "burst_limit_exceeded" }, "sign_in"],
  ] as const)("but not for %s", (_, rest, reason) => {
    expect(reasons([call(1, 0, rest)])).toEqual([reason]);
  });

  it("at an address that only looks like one of sign-in", () => {
    expect(reasons([call(1, 0, { path: "/v1/members" }), call(2, 1, { path: "/oauthors" })])).toEqual([
      null,
      null,
    ]);
  });
});

describe("polling", () => {
  it.each([
    ["a millisecond before a quarter of an hour is over", POLLING_MS - 1, "polling"],
    ["exactly a quarter of an hour later", POLLING_MS, null],
    ["a millisecond after it", POLLING_MS + 1, null],
    ["in the same millisecond", 0, "polling"],
  ] as const)("is reading a resource again %s: %s ms is %s", (_, afterMs, reason) => {
    expect(reasons([get(1, 0), get(2, afterMs)])).toEqual([null, reason]);
  });

  it("names the resource, the calls and the one before them", () => {
    const { violations } = readReadiness([
      get(1, 0),
      get(2, MINUTE),
      get(3, 10 * MINUTE),
      get(4, 60 * MINUTE),
    ]);
    expect(violations).toEqual([
      {
        rule: "polling",
        callIds: ["call-0002", "call-0003"],
        path: "/restapi/v2.1/envelopes/1",
        precedingCallId: "call-0001",
      },
    ]);
  });

  it("is measured from the last read, whatever became of that", () => {
    const failed = get(2, 14 * MINUTE, undefined, { outcomeStatus: 500 });
    expect(reasons([get(1, 0), failed, get(3, 28 * MINUTE)])).toEqual([null, "polling", "polling"]);
    expect(reasons([get(1, 0, undefined, { outcomeStatus: 500 }), get(2, MINUTE)])).toEqual([
      "failed",
      "polling",
    ]);
  });

  it("is not reading another resource, writing, or what was refused", () => {
    expect(reasons([get(1, 0), get(2, 1, "/restapi/v2.1/envelopes/1/documents")])).toEqual([null, null]);
    expect(reasons([call(1, 0, { method: "PUT" }), call(2, 1, { method: "PUT" })])).toEqual([null, null]);
    expect(reasons([get(1, 0, undefined, { code: "insufficient_scope" }), get(2, 1)])).toEqual([
      "refused",
      null,
    ]);
    expect(reasons([get(1, 0, "/v1/me"), get(2, 1, "/v1/me")])).toEqual(["sign_in", "sign_in"]);
  });
});

it("judges calls from an instant on by those before it, which are not judged themselves", () => {
  const calls = [get(1, 0), get(2, 5 * MINUTE), get(3, 10 * MINUTE), call(4, 11 * MINUTE)];
  const readiness = readReadiness(calls, new Date(START + 10 * MINUTE));
  expect(readiness.calls.map(({ id, reason }) => [id, reason])).toEqual([
    ["call-0003", "polling"],
    ["call-0004", null],
  ]);
  expect(readiness.violations).toMatchObject([{ callIds: ["call-0003"], precedingCallId: "call-0002" }]);
  expect(readiness.window.count).toBe(1);
});

describe("the window", () => {
  it("is empty without calls", () => {
    expect(readReadiness([]).window).toEqual({ count: 0, from: null, to: null });
  });

  it(`needs ${CALLS_NEEDED} calls`, () => {
    expect(hasEnoughCalls(readReadiness(many(19)))).toBe(false);
    expect(hasEnoughCalls(readReadiness(many(20)))).toBe(true);
  });

  it.each([
    ["a millisecond before a day is over", WINDOW_MS - 1, 20],
    ["exactly a day after the first", WINDOW_MS, 19],
    ["a millisecond after that", WINDOW_MS + 1, 19],
  ])("holds a last call %s or not", (_, afterMs, count) => {
    expect(readReadiness([...many(19), call(99, afterMs)]).window.count).toBe(count);
  });

  it("begins with its first call and is a day long, on a day with a change of the clocks too", () => {
    // Clocks went back in Berlin and New York on other days of this autumn: an instant knows no zone.
    const shift = Date.parse("2026-10-25T00:10:00.000Z") - START;
    const { window } = readReadiness(
      many(20).map((one) => ({ ...one, at: new Date(one.at.getTime() + shift) })),
    );
    expect(window).toEqual({
      count: 20,
      from: new Date("2026-10-25T00:10:00.000Z"),
      to: new Date("2026-10-26T00:10:00.000Z"),
    });
  });

  it("slides: of two days it takes the better one, and of equal ones the latest", () => {
    expect(readReadiness([...day(0, 5), ...day(1, 9), ...day(2, 4)]).window).toMatchObject({
      count: 9,
      from: new Date(START + 3 * WINDOW_MS),
    });
    expect(readReadiness([...day(0, 7), ...day(1, 7)]).window.from).toEqual(new Date(START + 3 * WINDOW_MS));
  });

  it("ends where a rule is broken, and another begins after it", () => {
    const polls = [get(500, 10.5 * MINUTE), get(501, 10.6 * MINUTE)];
    const { window, violations } = readReadiness([...many(24), ...polls]);
    expect(window).toMatchObject({ count: 13, from: new Date(START + 11 * MINUTE) });
    expect(violations).toHaveLength(1);
    const limited = call(502, 10.5 * MINUTE, { code: "burst_limit_exceeded" });
    expect(readReadiness([...many(15), limited]).window).toEqual({
      count: 11,
      from: new Date(START),
      to: limited.at,
    });
  });

  it("goes on past what was refused or failed, which does not count", () => {
    const others = [
      call(500, 5.5 * MINUTE, { code: "insufficient_scope" }),
      call(501, 6.5 * MINUTE, { outcomeStatus: 500 }),
    ];
    expect(readReadiness([...many(20), ...others]).window.count).toBe(20);
  });
});

it("reads the same, however the calls are ordered and however often each is given", () => {
  const calls = array(
    record({
      afterMs: oneof(integer({ min: 0, max: 2 * WINDOW_MS }), constantFrom(0, POLLING_MS, WINDOW_MS)),
      method: constantFrom("GET", "POST"),
      path: constantFrom("/a", "/b", "/v1/me"),
      code: constantFrom("allowed" as const, "insufficient_scope" as const, "burst_limit_exceeded" as const),
      outcomeStatus: constantFrom(null, 200, 500),
    }),
    { maxLength: 40 },
  );
  assert(
    property(calls, infiniteStream(nat()), (given, order) => {
      const all = given.map(({ afterMs, ...rest }, index) => call(index, afterMs, rest));
      const shuffled = [...all, ...all.slice(0, 3)]
        .map((one) => ({ one, place: order.next().value ?? 0 }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ one }) => one);
      expect(readReadiness(shuffled)).toEqual(readReadiness(all));
    }),
  );
});

it("finds no better window than a search of all of them", () => {
  const calls = array(tuple(integer({ min: 0, max: 3 * WINDOW_MS }), boolean()), {
    maxLength: 30,
  });
  assert(
    property(calls, (given) => {
      const all = given.map(([afterMs, isBroken], index) =>
        call(index, afterMs, isBroken ? { code: "hourly_limit_exceeded" } : {}),
      );
      const { calls: judged, window } = readReadiness(all);
      const counts = judged.map((first, index) => {
        let count = 0;
        for (const one of judged.slice(index)) {
          if (one.at.getTime() - first.at.getTime() >= WINDOW_MS || one.reason === "hourly_limit") break;
          count += 1;
        }
        return count;
      });
      expect(window.count).toBe(Math.max(0, ...counts));
    }),
  );
});
