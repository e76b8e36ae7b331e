import { database, type Database, type Transaction } from "./database";
import { readableError } from "./database-errors";
import { transact } from "./transaction";

/** Writes that are no change by anyone, with the reason why none is on the record. */
export const UNRECORDED = {
  attempts: "How often somebody tried to sign in; what comes of it is recorded by the hour.",
  confirmation: "When a revocation that is on the record was seen to be in force.",
  link: "Who asked for a link, and when it was mailed; what is done with it is recorded.",
  job: "Which process does which piece of work.",
  notice: "What somebody is told of, has read, and was mailed.",
  retention: "What is over age goes, as the operator's settings say.",
  token: "What an app gets under a consent that is on the record, uses, and gives back.",
  session: "That a session was used, and the new id that it goes by.",
} as const;
export type Unrecorded = keyof typeof UNRECORDED;

/**
 * Writes what is not on the record. The linter lists who may.
 * @param _what why it is not (see {@link UNRECORDED})
 * @param work one statement, or several of which each is whole by itself
 * @throws DomainError conflict | database_unavailable
 */
export async function unrecorded<T>(_what: Unrecorded, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await work(database());
  } catch (error) {
    throw readableError(error);
  }
}

/** Writes what is not on the record in one transaction, repeated after a conflict. */
export function unrecordedAtOnce<T>(_what: Unrecorded, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transact(work);
}
