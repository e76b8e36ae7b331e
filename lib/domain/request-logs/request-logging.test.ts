import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  LOG_ENTRIES_MAX,
  LOG_FULL_TEXT,
  logFullText,
  remainingEntries,
  stepLogging,
  type LoggingEvent,
} from "./request-logging";

describe("request logging", () => {
  it("is enabled for what is left of the log, and refused where nothing is", () => {
    for (let entries = 0; entries < LOG_ENTRIES_MAX; entries += 1) {
      expect(stepLogging({ left: null, entries }, { type: "enable" })).toEqual({
        type: "stepped",
        state: { left: LOG_ENTRIES_MAX - entries, entries },
      });
    }
    expect(stepLogging({ left: null, entries: LOG_ENTRIES_MAX }, { type: "enable" })).toEqual({
      type: "refused",
      code: "request_log_full",
    });
  });

  it("that is enabled already, or disabled already, stays as it is", () => {
    expect(stepLogging({ left: 7, entries: 43 }, { type: "enable" })).toEqual({ type: "unchanged" });
    expect(stepLogging({ left: null, entries: 43 }, { type: "disable" })).toEqual({ type: "unchanged" });
  });

  it("keeps what was logged when it is disabled", () => {
    const step = stepLogging({ left: 7, entries: 43 }, { type: "disable" });
    expect(step).toEqual({ type: "stepped", state: { left: null, entries: 43 } });
    expect(remainingEntries({ left: null, entries: 43 })).toBe(7);
  });

  it("goes on with room for as many more when the log is cleared while it is on", () => {
    expect(stepLogging({ left: 7, entries: 43 }, { type: "clear", entries: 43 })).toEqual({
      type: "stepped",
      state: { left: LOG_ENTRIES_MAX, entries: 0 },
    });
    expect(stepLogging({ left: null, entries: 43 }, { type: "clear", entries: 3 })).toEqual({
      type: "stepped",
      state: { left: null, entries: 40 },
    });
    expect(stepLogging({ left: 50, entries: 0 }, { type: "clear", entries: 0 })).toEqual({
      type: "unchanged",
    });
  });

  it("never holds more than the log has places, whatever happens in whatever order", () => {
    const event = fc.constantFrom("enable", "disable", "clear", "clear some", "log");
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        let [left, entries]: [number | null, number] = [null, 0];
        for (const type of events) {
          if (type === "log") {
            if (left === null) continue;
            entries += 1;
            left = left === 1 ? null : left - 1;
          } else {
            const step = stepLogging({ left, entries }, eventOf(type, entries));
            if (step.type === "stepped") ({ left, entries } = step.state);
          }
          expect(entries).toBeLessThanOrEqual(LOG_ENTRIES_MAX);
          expect(entries + remainingEntries({ left, entries })).toBe(LOG_ENTRIES_MAX);
        }
      }),
    );
  });
});

function eventOf(type: "enable" | "disable" | "clear" | "clear some", entries: number): LoggingEvent {
  if (type === "clear") return { type: "clear", entries };
  return type === "clear some" ? { type: "clear", entries: Math.floor(entries / 2) } : { type };
}

describe("the refusal to enable a full log", () => {
  it("says to clear it where that makes room, and else where it can be cleared", () => {
    for (const own of [1, LOG_ENTRIES_MAX]) expect(logFullText(own, null)).toBe(LOG_FULL_TEXT);
    expect(logFullText(0, null)).toContain(
      "can't be cleared with this credential: clear the log in the console,",
    );
    expect(logFullText(0, "https://keys.example")).toContain("in the console (https://keys.example), under");
  });
});
