import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import { ACCOUNT_MAILS_PER_DAY, ADDRESS_MAILS_PER_DAY, mailWaitMs } from "./invitation-limits";

const now = new Date("2027-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

describe("a mail that invites", () => {
  it.each([
    [{ ofAccount: 0, ofAddress: 0, lastAt: null }, null],
    [{ ofAccount: ACCOUNT_MAILS_PER_DAY - 1, ofAddress: ADDRESS_MAILS_PER_DAY - 1, lastAt: null }, null],
    [{ ofAccount: ACCOUNT_MAILS_PER_DAY, ofAddress: 0, lastAt: null }, DAY_MS],
    [{ ofAccount: 0, ofAddress: ADDRESS_MAILS_PER_DAY, lastAt: null }, DAY_MS],
    [{ ofAccount: 1, ofAddress: 1, lastAt: ago(59) }, 1_000],
    [{ ofAccount: 1, ofAddress: 1, lastAt: ago(60) }, null],
    [{ ofAccount: 1, ofAddress: 1, lastAt: ago(-5) }, 65_000],
  ])("after %j waits %s ms", (sent, wait) => {
    expect(mailWaitMs(sent, now)).toBe(wait);
  });
});
