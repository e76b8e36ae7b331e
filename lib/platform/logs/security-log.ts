/**
 * One structured line for each refusal that an attack would cause (ASVS 16.3): a sign-in, a request from another site, a
 * credential, an authorization, a limit. An attack must not fill the disk: a second holds few lines of a kind, and the
 * next one counts what was left out, so that lines and counts together are exact.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { Logger } from "pino";

import { subscriberOf } from "../../domain/ip-addresses";
import { createLogger } from "./logger";

/** The kinds of refusals in the security log. A line has the refusal's own code beside it. */
export type SecurityKind =
  | "sign_in_refused"
  | "cross_site_refused"
  | "credential_refused"
  | "access_refused"
  | "limit_reached";

/**
 * A refusal for the security log: ids, and names of ours; nothing of it is a person's own text, nor from outside as it
 * came.
 */
export type SecurityEvent = {
  readonly kind: SecurityKind;
  /** Our code of the refusal, as its answer has it. */
  readonly code: string;
  /** What it was found to be, where the answer says no more than the code. */
  readonly reason?: string;
  /** The request as its context has it; its address is written as a pseudonym only. */
  readonly request: { readonly requestId: string; readonly address: string | null };
  /** The person, where known: who asked, or whom a sign-in named. */
  readonly userId?: string | null;
  readonly accountId?: string | null;
  readonly keyId?: string | null;
};

export type SecurityLog = {
  readonly note: (event: SecurityEvent) => void;
  /** Writes what was left out until now, for a process that ends. */
  readonly flush: () => void;
};

/** Lines of one kind and code within a second; more are counted. */
const LINES_PER_SECOND = 10;
const SECOND_MS = 1_000;

type Window = { since: number; written: number; leftOut: number };

/** Makes a security log that writes its lines to this log. @param clock in milliseconds, for tests */
export function createSecurityLog(log: Logger, clock = () => performance.now()): SecurityLog {
  const windows = new Map<string, Window>();
  const originOf = pseudonyms();
  let timer: NodeJS.Timeout | null = null;

  /** Ends windows: what one left out becomes a line of its own. */
  function close(isOver: (window: Window) => boolean): void {
    for (const [name, window] of windows) {
      if (!isOver(window)) continue;
      windows.delete(name);
      if (window.leftOut === 0) continue;
      const [kind, code] = name.split(" ");
      log.warn({ event: "security", kind, code, leftOut: window.leftOut }, "more were refused");
    }
  }

  function closeLater(): void {
    timer ??= setTimeout(() => {
      timer = null;
      close((window) => clock() - window.since >= SECOND_MS);
      if (windows.size > 0) closeLater();
    }, SECOND_MS).unref();
  }

  function note({ kind, code, request, ...ids }: SecurityEvent): void {
    const name = `${kind} ${code}`;
    const now = clock();
    if (now - (windows.get(name)?.since ?? now) >= SECOND_MS)
      close((window) => now - window.since >= SECOND_MS);
    const window = windows.get(name) ?? { since: now, written: 0, leftOut: 0 };
    windows.set(name, window);
    closeLater();
    if (window.written >= LINES_PER_SECOND) {
      window.leftOut += 1;
      return;
    }
    window.written += 1;
    const { requestId, address } = request;
    log.warn({ event: "security", kind, code, requestId, origin: originOf(address), ...ids }, "refused");
  }

  return { note, flush: () => close(() => true) };
}

/**
 * Tells origins apart without naming them: the same one has the same mark as long as the process runs, and nobody can
 * compute the address from it.
 */
function pseudonyms(): (address: string | null) => string | null {
  const key = randomBytes(32);
  return (address) => {
    const origin = address === null ? null : subscriberOf(address);
    return origin === null ? null : createHmac("sha256", key).update(origin).digest("hex").slice(0, 12);
  };
}

// Kept on the global object: the framework may load this module several times, and the bound is for the process.
const holder = globalThis as typeof globalThis & { countersignSecurityLog?: SecurityLog };

/** Notes a refusal in the console's log. */
export function noteSecurity(event: SecurityEvent): void {
  holder.countersignSecurityLog ??= createSecurityLog(createLogger("web"));
  holder.countersignSecurityLog.note(event);
}

/** Puts another log in place of the console's: for tests. */
export function useSecurityLog(replacement: SecurityLog): void {
  holder.countersignSecurityLog = replacement;
}
