import { connect, createServer } from "node:net";

import { Failure } from "../process/failure";

const POLL_MS = 25;
/** What listens there may be about to end: a console whose `npm start` was killed a moment ago. */
const PATIENCE_MS = 2_000;

/**
 * Makes sure that something can listen at this port.
 * @throws Failure if nothing can listen there; names the setting to change
 */
export async function assertPortFree(setting: string, host: string, port: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const code = await listenProblem(host, port);
    if (code === null) return;
    if (code !== "EADDRINUSE" || Date.now() > deadline) {
      throw new Failure(portProblem(setting, host, port, code));
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Why nothing can listen there, as a code of the system; null where it can. */
function listenProblem(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

/** Why a process can't listen at an address, and what to set. */
export function portProblem(setting: string, host: string, port: number, code: string): string {
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use by another program. Stop it, or set ${setting} to a free port.`;
  }
  if (code === "EACCES")
    return `Port ${port} on ${host} needs more rights. Set ${setting} to a port above 1023.`;
  return `Nothing can listen on port ${port} of ${host} (${code}). Set ${setting} or the host.`;
}

/** Resolves once something accepts connections there, or the signal is given. */
export async function untilListening(host: string, port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await accepts(host, port)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
