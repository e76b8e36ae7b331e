import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections (from 32768 on): one of those may be taken by any client
 * between its choice and its use, even by a client that tries to reach the very server which is to listen there.
 */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port of the loopback address that nothing listens on, for a server that can't be told to choose one itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
