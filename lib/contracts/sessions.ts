import { z } from "zod";

import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "../domain/passwords";
import { ENVIRONMENTS, PROFILES } from "../domain/profiles";

export const SignInBody = z.strictObject({
  email: z.string().trim().min(1, { error: "Enter your email." }).max(320),
  password: z.string().min(1, { error: "Enter your password." }).max(1_000),
});
export type SignInRequest = z.input<typeof SignInBody>;

const AccountSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  profile: z.enum(PROFILES),
  /** R1: whether the navigation shows the link "Integration Key". */
  hasIntegrationKeys: z.boolean(),
  isClosed: z.boolean(),
});
export type AccountSummary = z.infer<typeof AccountSummary>;

/** Who is signed in, and where they may go. */
export const Me = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  /** Set for the operator's own people. */
  staffRole: z.enum(["support"]).nullable(),
  memberships: z.array(AccountSummary),
  organizations: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Notices that the person has not read; 99 stands for as many or more. */
  unreadNotices: z.number().int(),
});
export type Me = z.infer<typeof Me>;

/** Where to go after the issuer sent the person back. */
export const OidcSignInBody = z.strictObject({ next: z.string().max(2_000).optional() });

export const SessionParams = z.object({ sessionId: z.uuid() });

/** A browser that the person is signed in with. */
export const SessionSummary = z.object({
  id: z.uuid(),
  /** True for the session that asks. */
  isCurrent: z.boolean(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  startedAt: z.iso.datetime(),
  /** At most a minute late. */
  lastSeenAt: z.iso.datetime(),
  /** It ends then, or after 30 minutes without use. */
  expiresAt: z.iso.datetime(),
});
export type SessionSummary = z.infer<typeof SessionSummary>;

export const SessionList = z.object({ data: z.array(SessionSummary), now: z.iso.datetime() });
export type SessionList = z.infer<typeof SessionList>;

/** The new password may be a sentence: long, with anything in it (NIST SP 800-63B, 3.1.1.2). */
export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1, { error: "Enter your current password." }).max(1_000),
  newPassword: z
    .string()
    .min(PASSWORD_MIN_LENGTH, { error: `Use at least ${PASSWORD_MIN_LENGTH} characters.` })
    .max(PASSWORD_MAX_LENGTH, { error: `Use at most ${PASSWORD_MAX_LENGTH} characters.` }),
});
export type ChangePasswordRequest = z.input<typeof ChangePasswordBody>;

/** Somebody who can sign in to the demo, and what they are there. */
export type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly isStaff: boolean;
  readonly memberships: readonly Pick<AccountSummary, "id" | "name" | "environment" | "profile">[];
};
