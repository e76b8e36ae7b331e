import { z } from "zod";

import { PROFILES } from "../../domain/people/profiles";
import { reasonText } from "../keys/integration-keys";
import { uuid } from "../fields/uuid";

export const MEMBER_STATUSES = ["active", "deactivated"] as const;

export const MemberParams = z.object({ accountId: uuid(), memberId: uuid() });

export const MemberListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type MemberListInput = z.output<typeof MemberListQuery>;

/** A change of a member, one at a time, so that each has its own line on the record. */
export const UpdateMemberBody = z
  .strictObject({
    profile: z.enum(PROFILES).optional(),
    isShared: z.boolean().optional(),
    /** Why it changes. */
    reason: reasonText.optional(),
  })
  .refine((body) => (body.profile === undefined) !== (body.isShared === undefined), {
    params: { code: "one_change" },
    message: "Give either a profile, or whether the member is shared.",
  });
export type UpdateMemberInput = z.output<typeof UpdateMemberBody>;
export type UpdateMemberRequest = z.input<typeof UpdateMemberBody>;

/**
 * Said where an organization is left without an admin by it; without that it is refused. Support may say it, and that admin; not
 * the admin of an account, of somebody else.
 */
export const leavesNone = z.boolean().optional();

export const DeactivateMemberBody = z.strictObject({ reason: reasonText.optional(), leavesNone });
export type DeactivateMemberInput = z.output<typeof DeactivateMemberBody>;
export type DeactivateMemberRequest = z.input<typeof DeactivateMemberBody>;

/** Leaving an account oneself; why is up to the person. */
export const LeaveAccountBody = z.strictObject({ reason: reasonText.optional(), leavesNone });
export type LeaveAccountInput = z.output<typeof LeaveAccountBody>;
export type LeaveAccountRequest = z.input<typeof LeaveAccountBody>;

export const ProfilePreviewQuery = z.strictObject({ profile: z.enum(PROFILES) });

/** A person in an account. */
export const Member = z.object({
  id: uuid(),
  user: z.object({ id: uuid(), name: z.string(), email: z.string() }),
  profile: z.enum(PROFILES),
  status: z.enum(MEMBER_STATUSES),
  /** S3: a shared user that belongs to no single person. */
  isShared: z.boolean(),
  joinedAt: z.iso.datetime(),
  deactivatedAt: z.iso.datetime().nullable(),
  /** Live keys that act as this member (R6). */
  liveKeys: z.number().int(),
});
export type Member = z.infer<typeof Member>;

export const MemberAnswer = z.object({ member: Member });
export type MemberAnswer = z.infer<typeof MemberAnswer>;

export const MemberList = z.object({
  data: z.array(Member),
  nextCursor: uuid().nullable(),
  /** S3: how safe the account is from losing its last admin. */
  continuity: z.object({
    activeAdmins: z.number().int(),
    sharedAdmins: z.number().int(),
    /** Live keys of the whole account. */
    liveKeys: z.number().int(),
  }),
});
export type MemberList = z.infer<typeof MemberList>;

const PreviewedKey = z.object({
  id: uuid(),
  name: z.string(),
  /** Allowed calls of the last 24 hours. */
  callsLastDay: z.number().int(),
});

/** Organizations of which a person is an admin no more; of each, whether nobody else is. */
export const LostRights = z.array(z.object({ id: uuid(), name: z.string(), isLast: z.boolean() }));
export type LostRights = z.infer<typeof LostRights>;

/** What stops when a member is deactivated (R6); the busiest keys first, the totals over all of them. */
export const DeactivationPreview = z.object({
  liveKeys: z.number().int(),
  callsLastDay: z.number().int(),
  keys: z.array(PreviewedKey),
  /** True where it is refused, since this is the last active admin and the account has live keys. */
  isLastAdmin: z.boolean(),
  organizations: LostRights,
});
export type DeactivationPreview = z.infer<typeof DeactivationPreview>;

/** What another profile takes from the member's keys, and gives back to them (R6). */
export const ProfilePreview = z.object({
  liveKeys: z.number().int(),
  /** Keys that lose a scope. */
  narrowedKeys: z.number().int(),
  /** Keys that get back a scope that was granted to them. */
  widenedKeys: z.number().int(),
  keys: z.array(PreviewedKey.extend({ lost: z.array(z.string()), regained: z.array(z.string()) })),
  isLastAdmin: z.boolean(),
});
export type ProfilePreview = z.infer<typeof ProfilePreview>;
