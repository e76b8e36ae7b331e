import { expect, it, onTestFinished, vi } from "vitest";

import { createLogger } from "./logger";
import { createSecurityLog, type SecurityEvent } from "./security-log";

function startLog() {
  let now = 0;
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const logger = createLogger("test", { level: "info", destination: { write: (line) => lines.push(line) } });
  const log = createSecurityLog(logger, () => now);
  return {
    log,
    read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    pass: (ms: number) => {
      now += ms;
      vi.advanceTimersByTime(ms);
    },
  };
}

const refused = (over: Partial<SecurityEvent> = {}): SecurityEvent => ({
  kind: "sign_in_refused",
  code: "invalid_credentials",
  request: { requestId: "r-1", address: "192.0.2.7" },
  ...over,
});

it("writes one line for a refusal, with its ids and without the address it came from", () => {
  const { log, read } = startLog();
  log.note(refused({ userId: "u-1" }));
  const [line] = read();
  expect(line).toMatchObject({
    level: 40,
    event: "security",
    kind: "sign_in_refused",
    code: "invalid_credentials",
    requestId: "r-1",
    userId: "u-1",
  });
  expect(JSON.stringify(line)).not.toContain("192.0.2.7");
});

it("writes ten lines of a kind a second and counts the others, so that none is lost and an attack fills no disk", () => {
  const { log, read, pass } = startLog();
  for (let count = 0; count < 5_000; count += 1) {
    log.note(refused());
    pass(1);
  }
  pass(1_000);
  const lines = read();
  expect(lines.length).toBeLessThanOrEqual(6 * 11);
  const counts = lines.map((line) => (typeof line["leftOut"] === "number" ? line["leftOut"] : 1));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
});

it("counts what was left out when an attack ends at once, and when the process does", () => {
  const { log, read, pass } = startLog();
  for (let count = 0; count < 30; count += 1) log.note(refused());
  expect(read()).toHaveLength(10);
  pass(2_000);
  expect(read().at(-1)).toMatchObject({ event: "security", kind: "sign_in_refused", leftOut: 20 });
  for (let count = 0; count < 13; count += 1) log.note(refused());
  log.flush();
  expect(read().at(-1)).toMatchObject({ leftOut: 3 });
  log.flush();
  expect(read()).toHaveLength(22);
});

it("does not let a flood of one kind hide another", () => {
  const { log, read } = startLog();
  for (let count = 0; count < 1_000; count += 1) log.note(refused());
  log.note(refused({ kind: "access_refused", code: "forbidden", userId: "u-2" }));
  expect(read().at(-1)).toMatchObject({ kind: "access_refused", userId: "u-2" });
});

it("gives an origin one mark, and another origin another; all of an IPv6 /64 are one", () => {
  const { log, read } = startLog();
  for (const address of ["192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8::2", null]) {
    log.note(refused({ request: { requestId: "r", address } }));
  }
  const marks = read().map((line) => line["origin"]);
  expect([marks[0] === marks[1], marks[3] === marks[4], marks[5]]).toEqual([true, true, null]);
  expect(new Set(marks).size).toBe(4);
});
