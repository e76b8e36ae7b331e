import { expect, it } from "vitest";

import { createLogger } from "../../lib/platform/logs/logger";
import { VerificationUnavailable } from "../../lib/verification/statement/unavailable";
import { createOutageLog } from "./outage-log";

it("writes one line a second during an outage, which counts the others", () => {
  const lines: string[] = [];
  const log = createLogger("gate", {
    level: "warn",
    destination: { write: (line) => void lines.push(line) },
  });
  let now = 0;
  const logOutage = createOutageLog(log, () => now);
  for (; now < 2_000; now += 1) {
    logOutage(new VerificationUnavailable("database_unavailable", new Error("connect ECONNREFUSED")), {
      requestId: `request ${now}`,
      path: "/v1/authorize",
    });
  }
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { msg: "database_unavailable", requestId: "request 0", alsoRefused: 0 },
    { msg: "database_unavailable", requestId: "request 1000", alsoRefused: 999 },
  ]);
  expect(lines[0]).toContain("ECONNREFUSED");
});
