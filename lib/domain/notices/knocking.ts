/**
 * Keys that are called though they have ended, or at the wrong place: what the admins of an account are told of them
 * once a day.
 */
import { keyPath, keysPath } from "./console-paths";
import { keyStatus, revocationOf, type KeyLife } from "../keys/key-lifecycle";
import type { Notice, NoticeLine } from "./notice";
import { lastDaily, type DailyTime } from "../time/schedule";
import { DAY_MS } from "../time/durations";
import { count, number, times } from "../format/numbers";
import { exactDay, exactMinute, isoDay } from "../format/dates";

/** How many keys a notice lists at most: one that lists more is not read to its end. */
export const KNOCKING_KEYS_LISTED = 20;

/** The told day ends at this time, UTC: in the morning of most of the world's admins. */
const DAY_ENDS: DailyTime = { hour: 6, minute: 0 };
/**
 * When the day's notices are written, UTC: a little after its end, so that a call that came in the last moment of the
 * day is recorded.
 */
export const KNOCKING_TIME: DailyTime = { hour: 6, minute: 10 };

export type KnockingDay = {
  readonly from: Date;
  readonly to: Date;
  /** Its name: the date on which it ended. */
  readonly name: string;
};

/** The last day that is over. It is the same for whoever asks until the next is over, so that each is told once. */
export function knockingDay(now: Date): KnockingDay {
  const to = lastDaily(now, DAY_ENDS);
  return { from: new Date(to.getTime() - DAY_MS), to, name: isoDay(to) };
}

export type KnockingKey = KeyLife & {
  readonly id: string;
  readonly name: string;
  /** Refused calls of the day. */
  readonly calls: number;
  readonly addresses: number;
  /** False where there were more calls than have a row of their own or were looked at. */
  readonly hasAllAddresses: boolean;
};

/**
 * The day's notice of calls in vain for one account.
 * @param keys the busiest ones
 * @param keyCount how many there are in all
 */
export function knockingNotice(
  account: { readonly id: string; readonly name: string },
  day: KnockingDay,
  keys: readonly KnockingKey[],
  keyCount: number,
): Notice {
  const what = keyCount === 1 ? "A key" : count(keyCount, "key");
  const rest = keyCount - keys.length;
  const lines: NoticeLine[] = [
    { link: null, text: `These calls were refused from ${exactMinute(day.from)} to ${exactMinute(day.to)}.` },
    ...keys.map((key) => ({
      link: { label: key.name, path: `${keyPath(account.id, key.id)}?tab=calls&verdict=ended` },
      text: `, ${endOf(key, day.to)}, was still called ${times(key.calls)} from ${addressesOf(key)}.`,
    })),
  ];
  if (rest > 0) {
    lines.push({
      link: { label: `${number(rest)} more`, path: `${keysPath(account.id)}?status=revoked` },
      text: " were called too.",
    });
  }
  lines.push({ link: null, text: "Find the programs that call, and give them a key that works." });
  return {
    kind: "keys_knocking",
    accountId: account.id,
    eventKey: `keys_knocking:${account.id}:${day.name}`,
    subject: `${what} of ${account.name} ${keyCount === 1 ? "is" : "are"} still called in vain`,
    lines,
  };
}

function endOf(key: KnockingKey, at: Date): string {
  const status = keyStatus(key, at);
  if (status === "revoked") {
    const end = revocationOf(key) ?? at;
    return `${key.revokedAt ? "revoked" : "replaced, ended"} on ${exactDay(end)}`;
  }
  if (status === "expired") return `expired on ${exactDay(key.expiresAt ?? at)}`;
  return "a key of the other environment";
}

function addressesOf({ addresses, hasAllAddresses }: KnockingKey): string {
  const known = Math.max(1, addresses);
  const words = count(known, "address", "addresses");
  return hasAllAddresses ? words : `${words} or more`;
}
