/** How often mails that invite may go out: an account is no machine to mail others with. */
import { DAY_MS, MINUTE_MS } from "../time/durations";

/** Open invitations of an account, whether or not their time is over. */
export const OPEN_INVITATIONS_MAX = 200;
/** Mails of a day that invite into one account. */
export const ACCOUNT_MAILS_PER_DAY = 100;
/** Mails of a day that invite one address, whichever accounts. */
export const ADDRESS_MAILS_PER_DAY = 10;
const APART_MS = MINUTE_MS;

export type SentLately = {
  /** Mails of the last 24 hours into this account. */
  readonly ofAccount: number;
  /** Mails of the last 24 hours to this address. */
  readonly ofAddress: number;
  /** When this invitation was sent last; null for a new one. */
  readonly lastAt: Date | null;
};

/** How long to wait before one more mail may go out, in milliseconds; null where it may now. */
export function mailWaitMs({ ofAccount, ofAddress, lastAt }: SentLately, now: Date): number | null {
  // Whichever was sent first leaves the day within it; nobody is told more of what others have sent.
  if (ofAccount >= ACCOUNT_MAILS_PER_DAY || ofAddress >= ADDRESS_MAILS_PER_DAY) return DAY_MS;
  const left = lastAt === null ? 0 : lastAt.getTime() + APART_MS - now.getTime();
  return left > 0 ? left : null;
}
