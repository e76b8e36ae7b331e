import { randomBytes, randomUUID } from "node:crypto";
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

/** Of an id, 19 hexadecimal digits are random: 18 whole ones, and two bits of the one that names the variant. */
const RANDOM_DIGITS_PER_ID = 19;
const IDS_PER_POOL = 256;
let pool = "";
let used = pool.length;
/** The first half of the ids of one millisecond. */
let time = { milliseconds: Number.NaN, text: "" };

/**
 * A UUIDv7 for the hot path: random bytes are fetched and written out for many at once, which is most of an id's cost.
 * Unlike those of {@link newId}, ids of the same millisecond are in no order: all 74 bits that are not time are random,
 * since whoever knows the id of a call may report its outcome.
 */
export function newCallId(at: Date = new Date()): string {
  if (used === pool.length) {
    pool = randomBytes((IDS_PER_POOL * RANDOM_DIGITS_PER_ID) / 2).toString("hex");
    used = 0;
  }
  const start = used;
  used += RANDOM_DIGITS_PER_ID;
  const variant = "89ab89ab89ab89ab".charAt(Number.parseInt(pool.charAt(start), 16));
  const [a, b, c] = [
    pool.slice(start + 1, start + 4),
    pool.slice(start + 4, start + 7),
    pool.slice(start + 7, used),
  ];
  return `${timeText(at.getTime())}${a}-${variant}${b}-${c}`;
}

/** The id with another time and the same random bits. */
export function withTime(id: string, at: Date): string {
  return timeText(at.getTime()) + randomOf(id);
}

/** What of an id is not its time: {@link withTime} and the statement that records a call (within-quota-statement.ts) put one before. */
export function randomOf(id: string): string {
  return id.slice(TIME_LENGTH);
}

/** `01890a5d-ac96-7`: twelve digits of time, and the version. */
const TIME_LENGTH = 15;

function timeText(milliseconds: number): string {
  if (time.milliseconds === milliseconds) return time.text;
  const digits = milliseconds.toString(16).padStart(12, "0");
  time = { milliseconds, text: `${digits.slice(0, 8)}-${digits.slice(8)}-7` };
  return time.text;
}

/** The time that a UUIDv7 carries, to the millisecond; null for any other text. */
export function timeOfId(id: string): Date | null {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(id);
  return time ? new Date(Number.parseInt(`${time[1]}${time[2]}`, 16)) : null;
}
