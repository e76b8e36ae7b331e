/** What is found before the locks that it asks for may be another thing once they are had. */
import { DomainError } from "../domain/errors";
import type { Reader } from "./database";
import { ask } from "./read";

/** What a change took its locks for has moved meanwhile: it is begun again. */
export class Moved extends DomainError {
  /** @param what happened, as a sentence */
  constructor(what: string) {
    super("conflict", `${what} Nothing was changed. Try again.`, { retryAfterSeconds: 1 });
  }
}

const ATTEMPTS = 3;

/**
 * Runs what takes the locks of what was found, and finds it anew where it has moved meanwhile.
 * @param run reads again under its locks, and throws Moved where it has
 * @throws DomainError conflict where it moves each time, and what `run` throws
 */
export async function whileMoving<Found, T>(
  find: (db: Reader) => Promise<Found>,
  run: (found: Found) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run(await ask(find));
    } catch (error) {
      if (error instanceof Moved && attempt < ATTEMPTS) continue;
      throw error;
    }
  }
}
