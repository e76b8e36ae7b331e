import { connect, createServer } from "node:net";

import { Failure } from "./failure";

const POLL_MS = 25;

/** @throws Failure if nothing can listen there; names the setting to change */
export function assertPortFree(setting: string, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const code = "code" in error ? String(error.code) : error.message;
      reject(new Failure(portProblem(setting, host, port, code)));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
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
