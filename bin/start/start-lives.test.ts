/** What becomes of `npm start` where processes are ended: its own, one after the other, and those that it runs under. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";

import { freePort } from "../../db/testing/free-port";
import { processesBelow, processOf, untilGone } from "../../db/testing/processes";
import { typeLine, untilPrinted, type Program } from "../../db/testing/program";

// Whole products are started; where the console was not built, that comes first.
vi.setConfig({ testTimeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), "countersign-lives-"));
const programs: Program[] = [];
afterEach(async () => {
  for (const { process: npm, ended } of programs.splice(0)) {
    npm.kill("SIGTERM");
    await ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(environment: Readonly<Record<string, string>> = {}) {
  const ports = { PORT: String(await freePort()), GATE_PORT: String(await freePort()) };
  const program = typeLine("npm start", { DATA_DIR: join(folder, "data"), ...ports, ...environment });
  programs.push(program);
  await untilPrinted(program, "Ctrl-C stops everything.");
  return {
    program,
    pid: program.process.pid ?? 0,
    consoleUrl: `http://127.0.0.1:${ports.PORT}`,
    gateUrl: `http://127.0.0.1:${ports.GATE_PORT}`,
  };
}

/** The status of an answer, or null where nobody answers. */
async function statusOf(url: string): Promise<number | null> {
  return fetch(url).then(
    (response) => response.status,
    () => null,
  );
}

async function untilStatus(url: string, status: number): Promise<void> {
  while ((await statusOf(url)) !== status) await new Promise((resolve) => setTimeout(resolve, 50));
}

it("starts each of its processes again that is killed, while the others go on; answers what is under way and leaves no process where npm alone is asked to end", async () => {
  const { program, pid, consoleUrl, gateUrl } = await start();
  const health = { console: `${consoleUrl}/api/me`, gate: `${gateUrl}/healthz` };
  for (const { name, path, goesOn } of [
    { name: "jobs", path: "dist/bin/jobs.js", goesOn: [health.console, health.gate] },
    { name: "console", path: "dist/bin/web.js", goesOn: [health.gate] },
    { name: "gate", path: "dist/gate/main.js", goesOn: [health.console] },
    { name: "embedded database", path: "dist/bin/embedded-database.js", goesOn: [health.gate] },
  ]) {
    const killed = processOf(pid, path);
    process.kill(killed, "SIGKILL");
    await untilPrinted(program, `The ${name} ended (SIGKILL). It is started again in 0.`);
    for (const url of goesOn) expect(await statusOf(url), `${url} without ${name}`).not.toBeNull();
    await vi.waitFor(() => expect(processOf(pid, path)).not.toBe(killed), { timeout: 60_000 });
    await untilStatus(`${gateUrl}/readyz`, 200);
    await untilStatus(health.console, 401);
  }

  const all = processesBelow(pid).map((one) => one.pid);
  expect(all.length).toBeGreaterThan(4);
  const body = JSON.stringify({ token: "nobody's" });
  const pending = request(`${gateUrl}/v1/verify`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": body.length,
      // The gate says so when it has begun the request.
      expect: "100-continue",
    },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    pending.once("error", reject);
    pending.once("response", (response) => resolve(response.resume().statusCode));
  });
  const begun = once(pending, "continue");
  pending.flushHeaders();
  await begun;
  program.process.kill("SIGTERM");
  while ((await statusOf(`${gateUrl}/healthz`)) !== null);
  pending.end(body);
  expect(await answered).toBe(200);
  await program.ended;
  await untilGone(all);
});

it("leaves no process where npm or npm start is killed, and starts again at once on the same data", async () => {
  let { pid } = await start();
  for (const whom of ["npm", "npm start"]) {
    const all = [pid, ...processesBelow(pid).map((one) => one.pid)];
    process.kill(whom === "npm" ? pid : processOf(pid, "bin/start.ts"), "SIGKILL");
    const next = await start();
    await untilGone(all);
    expect(await statusOf(`${next.gateUrl}/readyz`)).toBe(200);
    pid = next.pid;
  }
});

it("starts on a folder whose first start was killed a moment ago, at any moment", async () => {
  const directory = join(folder, "first");
  for (const file of ["lock.json", join("postgres", "PG_VERSION")]) {
    const first = typeLine("node bin/launch.mjs bin/start.ts", {
      DATA_DIR: directory,
      PORT: String(await freePort()),
      GATE_PORT: String(await freePort()),
    });
    while (!existsSync(join(directory, file))) await new Promise((resolve) => setTimeout(resolve, 5));
    first.process.kill("SIGKILL");
    await first.ended;
  }
  const { gateUrl } = await start({ DATA_DIR: directory });
  expect(await statusOf(`${gateUrl}/readyz`)).toBe(200);
});

it("ends with the gate's own words where the gate can't start", async () => {
  await expect(start({ GATE_ROUTES: join(folder, "none.yaml") })).rejects.toThrow(
    /none\.yaml: can't be read \(ENOENT\)[^]*The gate ended \(code 1\), so everything stops\./,
  );
  expect(await programs[0]?.ended).toBe(1);
});
