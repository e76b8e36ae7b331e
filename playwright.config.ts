/** Browser tests: Chromium against `npm start` on the embedded database, filled anew for each run. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

import { CONSOLE_URL, GATE_URL } from "./e2e/server/addresses";
import { chromiumPath } from "./e2e/server/chromium";

const executablePath = chromiumPath();
// Read here by the server, and by stories that run a command of the operator: their processes inherit it.
if (process.env["DATA_DIR"] === undefined) {
  process.env["DATA_DIR"] = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  // The server removes it when it ends.
  process.env["E2E_DATA_MADE"] = process.env["DATA_DIR"];
}
const url = new URL(CONSOLE_URL);
/** Stories that deactivate a person whom other stories are signed in as: they come when the others are done. */
const OF_SHARED_PEOPLE = "accounts/members.spec.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // They find what hangs and measure nothing: two browsers, console, gate and database may share two slow processors.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"]],
  projects: [
    { name: "stories", testIgnore: OF_SHARED_PEOPLE },
    { name: "shared people", testMatch: OF_SHARED_PEOPLE, dependencies: ["stories"] },
  ],
  use: {
    baseURL: CONSOLE_URL,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // A trace of each story costs a third of the browser tests' work, and is thrown away where it passes.
    trace: process.env["E2E_TRACE"] === "on" ? "retain-on-failure" : "off",
    launchOptions: {
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      ...(executablePath ? { executablePath } : {}),
    },
  },
  webServer: {
    command: "node --import tsx e2e/server/serve.ts",
    url: `${CONSOLE_URL}/sign-in`,
    // The first start builds the console.
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    reuseExistingServer: process.env["E2E_REUSE"] === "on",
    env: {
      PORT: url.port,
      GATE_PORT: new URL(GATE_URL).port,
      DATA_DIR: process.env["DATA_DIR"],
      DATABASE_URL: "",
      APP_URL: CONSOLE_URL,
      GATE_URL: "",
    },
  },
});
