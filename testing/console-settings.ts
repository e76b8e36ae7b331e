import { vi } from "vitest";

/** Settings that the console's handlers read, made anew before each test file: none sees what another one has set. */
export const CONSOLE_ORIGIN = "http://console.test";

// What the file before it in this process had stubbed.
vi.unstubAllEnvs();
process.env["APP_URL"] = CONSOLE_ORIGIN;
process.env["GATE_URL"] = "http://gate.test";
process.env["AUTH_SECRET"] = "a secret of the tests, longer than 32 characters";
// The database of the test takes the place of this address (useDatabase).
process.env["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none";
// Claimed domains are looked up where a test says by which server.
process.env["DNS_SERVERS"] = "off";
