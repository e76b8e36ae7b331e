import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections (from 32768 on): one of those may be taken by any client
 * between its choice and its use, even by a client that tries to reach the very server which is to listen there.
 */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * A port of the loopback address that nothing listens on, for a server that can't be told to choose one itself. No
 * other call gets the same one while this process lives, whichever process it is made in.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await isFree(port)) && (await reserve(port))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** Says to all processes that a port is given away, by holding the same number in UDP, which no server here speaks. */
async function reserve(port: number): Promise<boolean> {
  const held = createSocket("udp4").unref();
  try {
    held.bind({ port, address: "127.0.0.1", exclusive: true });
    await once(held, "listening");
    return true;
  } catch {
    return false;
  }
}
