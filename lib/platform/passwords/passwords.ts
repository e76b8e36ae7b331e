import { hash, verify } from "@node-rs/argon2";

import { normalizePassword } from "../../domain/people/passwords";
import { HASH_BOUNDS, HashQueue } from "./hash-queue";
import type { Caller } from "./places";

/** Argon2id with the parameters that OWASP's password storage sheet names first: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// Kept on the global object: the server's bundles may hold this module more than once, and the bounds are the process's.
const holder = globalThis as typeof globalThis & { countersignHashQueue?: HashQueue };

function queue(): HashQueue {
  holder.countersignHashQueue ??= new HashQueue(HASH_BOUNDS);
  return holder.countersignHashQueue;
}

/** What a request may do with passwords once it is let in. */
export type PasswordWork = {
  readonly hash: (password: string) => Promise<string>;
  readonly verify: (passwordHash: string | null, password: string) => Promise<boolean>;
};

/**
 * Lets a request in that needs passwords hashed or compared, within the bounds of this process.
 * @throws DomainError too_busy, before anything was done
 */
export function withPasswordWork<T>(
  caller: Caller,
  work: (passwords: PasswordWork) => Promise<T>,
): Promise<T> {
  const { isKnown } = caller;
  return queue().enter(caller, () =>
    work({
      hash: (password) => hashOne(password, isKnown),
      verify: (passwordHash, password) => verifyOne(passwordHash, password, isKnown),
    }),
  );
}

/** The Argon2id hash of a password in PHC form: for commands and the demo, which wait their turn. */
export function hashPassword(password: string): Promise<string> {
  return hashOne(password, true);
}

/** True if the password belongs to the hash: for commands, which wait their turn. */
export function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  return verifyOne(passwordHash, password, true);
}

function hashOne(password: string, isKnown: boolean): Promise<string> {
  return queue().run(isKnown, () => hash(normalizePassword(password), PARAMETERS));
}

let decoy: Promise<string> | null = null;

/**
 * Without a hash (no such person, or one who signs in elsewhere) it takes as long and says no, so that time tells nobody
 * who has an account here. A password that NFKC changes is also compared as it was typed: earlier releases kept it so.
 */
async function verifyOne(passwordHash: string | null, password: string, isKnown: boolean): Promise<boolean> {
  decoy ??= hashOne("nobody has this password", true);
  const against = passwordHash ?? (await decoy);
  for (const text of new Set([normalizePassword(password), password])) {
    const matches = await queue().run(isKnown, () => verify(against, text));
    if (matches) return passwordHash !== null;
  }
  return false;
}
