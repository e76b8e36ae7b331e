import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it, vi } from "vitest";

import { freePort } from "./free-port";

/** Makes the next choices the ports `first`, `first`, … , `second`: what chance does once in a thousand runs. */
function choose(...ports: readonly number[]) {
  const random = vi.spyOn(Math, "random");
  for (const port of ports) random.mockReturnValueOnce((port - 20_000) / 12_000 + 1e-9);
  return random;
}

it("never gives one port twice, though nothing listens on it yet", async () => {
  const first = await freePort();
  const other = await freePort();
  const random = choose(first, other);
  expect([first, other]).not.toContain(await freePort());
  expect(random.mock.calls.length).toBeGreaterThan(2);
  random.mockRestore();
});

it("never gives a port that another process was given", async () => {
  const script = `
    const { freePort } = await import(${JSON.stringify(new URL("./free-port.ts", import.meta.url).href)});
    process.stdout.write(String(await freePort()));
    setInterval(() => {}, 1000);
  `;
  const other = execFile("node", ["--import", "tsx", "--input-type=module", "-e", script]);
  const [text] = (await once(other.stdout ?? other, "data")) as [string];
  const random = choose(Number(text));
  expect(await freePort()).not.toBe(Number(text));
  expect(random.mock.calls.length).toBeGreaterThan(1);
  random.mockRestore();
  other.kill();
  await once(other, "exit");
});

it("never gives a port that something listens on", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" ? (address?.port ?? 0) : 0;
  const random = choose(taken);
  expect(await freePort()).not.toBe(taken);
  random.mockRestore();
  server.close();
});
