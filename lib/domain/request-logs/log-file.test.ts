import { describe, expect, it } from "vitest";

import { logFileName, logFileText, type LoggedFacts } from "./log-file";
import { LOG_ENTRIES_MAX } from "./request-logging";

const REQUEST: LoggedFacts = {
  id: "0199f6a0-0000-7000-8000-000000000000",
  at: "2026-11-29T23:00:00.123Z",
  durationMilliseconds: 3.417,
  method: "POST",
  target: "/agreements?page=2",
  headers: [
    { name: "host", value: "api.example.com" },
    { name: "authorization", value: "Bearer [masked]" },
  ],
  address: "192.0.2.1",
  status: 403,
  code: "insufficient_scope",
  key: { clientId: "0199f6a0-0000-7000-8000-000000000001", name: "Nightly export" },
  account: { id: "0199f6a0-0000-7000-8000-000000000002", name: "Acme Developer" },
};

describe("the file of a logged request", () => {
  it("has a name that is in the order of the requests, of plain characters, whatever was asked", () => {
    const targets = ["/", "/agreements?page=2", "/größe/../x", `/${"long-".repeat(100)}`, "/%00<>:|?*", "*"];
    const names = Array.from({ length: LOG_ENTRIES_MAX }, (_, index) =>
      logFileName({ ...REQUEST, target: targets[index % targets.length] ?? "" }, index + 1),
    );
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(LOG_ENTRIES_MAX);
    for (const name of names) expect(name).toMatch(/^\d\d_403_POST(?:_[A-Za-z0-9-]{1,60})?\.txt$/);
    expect(names[1]).toBe("02_403_POST_agreements.txt");
  });

  it("tells how the request came and what it was answered", () => {
    expect(logFileText(REQUEST).split("\n")).toEqual([
      "POST /agreements?page=2",
      "host: api.example.com",
      "authorization: Bearer [masked]",
      "",
      "(The body is not kept.)",
      "",
      "Answer: 403",
      "Verdict: insufficient_scope",
      "At: 2026-11-29T23:00:00.123Z (2026-11-29 23:00:00.123 UTC)",
      "Took: 3.4 ms",
      "From: 192.0.2.1",
      "Key: Nightly export (0199f6a0-0000-7000-8000-000000000001)",
      "Account: Acme Developer (0199f6a0-0000-7000-8000-000000000002)",
      "Request id: 0199f6a0-0000-7000-8000-000000000000",
      "",
    ]);
  });
});
