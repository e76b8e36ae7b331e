/** What people are told of failed sign-ins with their address: once a day at most, however many there are. */
import { SECURITY_PATH } from "./console-paths";
import { exactTime, isoDay } from "../format/dates";
import type { Notice } from "./notice";
import { number } from "../format/numbers";

/**
 * How many failed sign-ins make a notice: fewer are the mistakes of somebody who knows the password, and are told at
 * the next sign-in alone.
 */
export const TOLD_FROM = 5;

export type FailedSignIns = { readonly count: number; readonly firstAt: Date; readonly lastAt: Date };

/** The notice of failed sign-ins since the last one that succeeded, or null where there is nothing to tell yet. */
export function failedSignInNotice({ count, firstAt, lastAt }: FailedSignIns): Notice | null {
  if (count < TOLD_FROM) return null;
  return {
    kind: "failed_sign_ins",
    accountId: null,
    eventKey: `failed_sign_ins:${isoDay(lastAt)}`,
    subject: `${number(count)} failed sign-ins with your address`,
    lines: [
      {
        link: null,
        text: `The first was on ${exactTime(firstAt)}, the last on ${exactTime(lastAt)}. No password was right.`,
      },
      {
        link: { label: "Change your password", path: SECURITY_PATH },
        text: " if it was not you, and yours is one that others may know.",
      },
      {
        link: null,
        text: "You are not locked out: a browser that you have signed in with before lets you in as ever.",
      },
    ],
  };
}
