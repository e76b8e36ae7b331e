/** The weekly digest of accounts that depend on too few people, for those who can do something about it (S3). */
import { count } from "../format/numbers";
import { isoDay } from "../format/dates";
import { lastWeekly, type WeeklyTime } from "../time/schedule";
import { continuityPath, organizationPath } from "./console-paths";
import type { Notice } from "./notice";

/** When the week's digests are written, UTC: on Monday, in the morning of most of the world's admins. */
export const DIGEST_TIME: WeeklyTime = { weekday: 1, hour: 6, minute: 40 };
/** How many accounts a digest names at most: one that names more is not read to its end. */
export const DIGEST_ACCOUNTS_LISTED = 20;

/** The name of the week that a digest is of: the day on which it began. */
export function digestWeek(now: Date): string {
  return isoDay(lastWeekly(now, DIGEST_TIME));
}

export type AccountAtRisk = {
  readonly id: string;
  readonly name: string;
  /** Null where the reader is one of its admins; else the organization whose admin the reader is. */
  readonly organizationId: string | null;
  /** In words, the worst first. */
  readonly risks: readonly string[];
};

/** The digest of one person and week. @param accounts those at risk that the person can do something about */
export function continuityDigest(week: string, accounts: readonly AccountAtRisk[]): Notice {
  const listed = accounts.slice(0, DIGEST_ACCOUNTS_LISTED);
  const left = accounts.length - listed.length;
  return {
    kind: "continuity",
    accountId: null,
    eventKey: `continuity:${week}`,
    subject: `${count(accounts.length, "account")} ${accounts.length === 1 ? "depends" : "depend"} on too few people`,
    lines: [
      ...listed.map(({ id, name, organizationId, risks }) => ({
        link: {
          label: name,
          path: organizationId === null ? continuityPath(id) : organizationPath(organizationId),
        },
        text: `: ${risks.join(" ")}`,
      })),
      ...(left > 0 ? [{ link: null, text: `And ${count(left, "more account")}.` }] : []),
      {
        link: null,
        text: "Two active admins, of whom one may be shared, keep an account in hands. This comes once a week while there is such an account.",
      },
    ],
  };
}
