/**
 * Keys that are called though they have ended, or at the wrong place: what the admins of an account are told of them
 * once a day.
 */
import { keyPath, keysPath } from "./console-paths";
import { keyStatus, revocationOf, type KeyLife } from "./key-lifecycle";
import type { Notice, NoticeLine } from "./notice";
import { lastDaily, type DailyTime } from "./schedule";
import { DAY_MS } from "./durations";

/** A notice that lists more is not read to its end. */
export const KNOCKING_KEYS_LISTED = 20;

/** The told day ends at this time, UTC: in the morning of most of the world's admins. */
const DAY_ENDS: DailyTime = { hour: 6, minute: 0 };
/** A little later, so that a call that came in the last moment of the day is recorded. */
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
  return { from: new Date(to.getTime() - DAY_MS), to, name: to.toISOString().slice(0, 10) };
}

export type KnockingKey = KeyLife & {
  readonly id: string;
  readonly name: string;
  /** Refused calls of the day. */
  readonly calls: number;
  readonly addresses: number;
  /** False where there were too many calls to look at all of their addresses. */
  readonly hasAllAddresses: boolean;
};

/** The day's notice for one account. @param keys the busiest ones @param keyCount how many there are in all */
export function knockingNotice(
  account: { readonly id: string; readonly name: string },
  day: KnockingDay,
  keys: readonly KnockingKey[],
  keyCount: number,
): Notice {
  const what = keyCount === 1 ? "A key" : `${number(keyCount)} keys`;
  const rest = keyCount - keys.length;
  const lines: NoticeLine[] = [
    { link: null, text: `These calls were refused from ${exact(day.from)} to ${exact(day.to)}.` },
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
    return `${key.revokedAt ? "revoked" : "replaced, ended"} on ${date(end)}`;
  }
  if (status === "expired") return `expired on ${date(key.expiresAt ?? at)}`;
  return "a key of the other environment";
}

function addressesOf({ addresses, hasAllAddresses }: KnockingKey): string {
  const known = Math.max(1, addresses);
  const words = `${number(known)} ${known === 1 ? "address" : "addresses"}`;
  return hasAllAddresses ? words : `${words} or more`;
}

const times = (calls: number): string => (calls === 1 ? "once" : `${number(calls)} times`);
const number = (value: number): string => value.toLocaleString("en-US");

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const date = (at: Date): string => DATE.format(at);
const exact = (at: Date): string => `${date(at)}, ${at.toISOString().slice(11, 16)} UTC`;
