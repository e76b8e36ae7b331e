import type { Member } from "@/lib/contracts/people/members";

/** What every dialog about a member needs. */
export type MemberDialogProps = {
  readonly accountId: string;
  readonly member: Member;
  /** True where people change their own membership. */
  readonly isYou: boolean;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};
