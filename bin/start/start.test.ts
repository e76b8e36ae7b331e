import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";

import { freePort } from "../../db/testing/free-port";
import { runProgram } from "../../db/testing/program";
import { readStartSettings } from "./start-settings";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "countersign-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A port of the loopback address that something listens on. */
function takenPort(): Promise<string> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") resolve(String(address.port));
      else reject(new Error("no port"));
    });
  });
}

const freePorts = async () => ({ PORT: String(await freePort()), GATE_PORT: String(await freePort()) });
const embedded = { DATA_DIR: join(folder, "data"), ...(await freePorts()) };
const server = {
  DATABASE_URL: "postgres://operator:hunter2-is-secret@127.0.0.1:1/countersign",
  AUTH_SECRET: "s".repeat(40),
  APP_URL: "https://keys.example.test",
  ...(await freePorts()),
};

it("refuses a console port that is in use, in one line that names the setting", async () => {
  const port = await takenPort();
  const { code, output } = await runProgram("bin/start.ts", { environment: { ...embedded, PORT: port } });
  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `countersign: Port ${port} on 127.0.0.1 is in use by another program. Stop it, or set PORT to a free port.`,
  );
});

it("refuses a gate port that is in use before anything is started", async () => {
  const port = await takenPort();
  const { code, output } = await runProgram("bin/start.ts", {
    environment: { ...embedded, GATE_PORT: port },
  });
  expect(code).toBe(1);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain("set GATE_PORT to a free port");
});

it("ends within seconds when the database can't be reached, naming host and port and never the password", async () => {
  const begun = Date.now();
  const { code, output } = await runProgram("bin/start.ts", { environment: server });
  expect(code).toBe(1);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain("127.0.0.1:1");
  expect(output).not.toContain("hunter2");
  expect(Date.now() - begun).toBeLessThan(15_000);
});

it("names the setting that is missing", async () => {
  const { AUTH_SECRET: _, ...withoutSecret } = server;
  const { code, output } = await runProgram("bin/start.ts", { environment: withoutSecret });
  expect(code).toBe(1);
  expect(output).toContain("AUTH_SECRET is not set");
});

it.each([
  ["APP_URL", { APP_URL: undefined }],
  ["PORT", { PORT: "eighty" }],
  ["GATE_PORT", { GATE_PORT: "70000" }],
  ["AUTH_SECRET", { AUTH_SECRET: "short" }],
  ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "my proxy" }],
  ["CALLS_RETENTION_DAYS", { CALLS_RETENTION_DAYS: "1" }],
  ["CALL_HOURS_RETENTION_DAYS", { CALLS_RETENTION_DAYS: "500" }],
  ["SMTP_URL", { SMTP_URL: "https://mail.example.test", MAIL_FROM: "a@example.test" }],
  ["MAIL_FROM", { SMTP_URL: "smtp://mail.example.test" }],
  [
    "MAIL_FROM",
    { SMTP_URL: "smtp://mail.example.test", MAIL_FROM: "A <a@example.test>\r\nBcc: b@example.test" },
  ],
  ["DATABASE_URL", { DATABASE_URL: "mysql://127.0.0.1/x" }],
])("names %s where it is missing or can't be used", (name, change) => {
  expect(() => readStartSettings({ ...server, ...change }, false)).toThrow(name);
});

it("refuses one port for console and gate", () => {
  expect(() => readStartSettings({ ...server, GATE_PORT: server.PORT }, false)).toThrow(
    `PORT and GATE_PORT are both ${server.PORT}`,
  );
});

it("keeps the demo, whose passwords are public, on the loopback address", () => {
  expect(() => readStartSettings({ HOST: "0.0.0.0" }, false)).toThrow("HOST=0.0.0.0");
  expect(() => readStartSettings({ GATE_HOST: "192.0.2.1" }, false)).toThrow("GATE_HOST=192.0.2.1");
});

it("has no demo where a database is given", () => {
  const { environment, isEmbedded } = readStartSettings({ ...server, DEMO: "on" }, false);
  expect(isEmbedded).toBe(false);
  expect(environment).toMatchObject({ DEMO: "off", DATABASE_ROLE: "countersign_app" });
  expect(readStartSettings({ ...server, DATABASE_ROLE: "" }, false).environment["DATABASE_ROLE"]).toBe("");
});
