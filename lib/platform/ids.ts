import { randomFillSync, randomUUID } from "node:crypto";
import { v7 } from "uuid";

/** A new id: UUIDv7, so that rows of a table sort by the time they were made and indexes grow at one end. */
export function newId(): string {
  return v7();
}

/** A random GUID that says nothing about when it was made. */
export function newGuid(): string {
  return randomUUID();
}

/** A UUIDv7 whose time is the given instant: seeds use it to write the past. */
export function idAt(at: Date): string {
  return v7({ msecs: at.getTime() });
}

const RANDOM_BYTES_PER_ID = 16;
const pool = new Uint8Array(256 * RANDOM_BYTES_PER_ID);
let used = pool.length;

/**
 * A UUIDv7 for the hot path: random bytes are fetched for many at once, which is most of an id's cost. Unlike those of
 * {@link newId}, ids of the same millisecond are in no order: all 74 bits that are not time are random, since whoever
 * knows the id of a call may report its outcome.
 */
export function newCallId(at: Date = new Date()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES_PER_ID;
  const random = pool.subarray(used - RANDOM_BYTES_PER_ID, used);
  // The package alone would leave one of the bits of the sequence at zero.
  return v7({
    msecs: at.getTime(),
    seq: new DataView(pool.buffer, used - RANDOM_BYTES_PER_ID).getInt32(6),
    random,
  });
}

/** The time that a UUIDv7 carries, to the millisecond; null for any other text. */
export function timeOfId(id: string): Date | null {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(id);
  return time ? new Date(Number.parseInt(`${time[1]}${time[2]}`, 16)) : null;
}
