import { z } from "zod";

import { lengthFault, PASSWORD_INPUT_MAX } from "../../domain/people/passwords";
import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { uuid } from "../fields/uuid";

export const SignInBody = z.strictObject({
  email: z.string().trim().min(1, { error: "Enter your email." }).max(320),
  password: z.string().min(1, { error: "Enter your password." }).max(PASSWORD_INPUT_MAX),
});
export type SignInRequest = z.input<typeof SignInBody>;

const AccountSummary = z.object({
  id: uuid(),
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
  user: z.object({ id: uuid(), name: z.string(), email: z.string() }),
  /** Set for the operator's own people. */
  staffRole: z.enum(["support"]).nullable(),
  memberships: z.array(AccountSummary),
  organizations: z.array(z.object({ id: uuid(), name: z.string() })),
  /** Notices that the person has not read; 99 stands for as many or more. */
  unreadNotices: z.number().int(),
  /** Sign-ins with this person's address that failed before this session began; null once they were seen. */
  failedSignIns: z.object({ count: z.number().int(), since: z.iso.datetime() }).nullable(),
});
export type Me = z.infer<typeof Me>;

/** A sign-in through the issuer: where to go after it sent the person back. */
export const OidcSignInBody = z.strictObject({ next: z.string().max(4_000).optional() });

export const SessionParams = z.object({ sessionId: uuid() });

/** A browser that the person is signed in with. */
export const SessionSummary = z.object({
  id: uuid(),
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

/** A password that is to be: of the length that passwords have. */
export function newPasswordText() {
  return z.string().superRefine((password, ctx) => {
    const fault = lengthFault(password);
    if (fault) ctx.addIssue({ code: "custom", message: fault.detail, params: { code: fault.code } });
  });
}

/**
 * A change of the password; the new one may be a sentence: long, with anything in it (NIST SP 800-63B, 3.1.1.2).
 * Whether it is easy to guess is looked at where it is changed, by lists that no browser has to load.
 */
export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1, { error: "Enter your current password." }).max(PASSWORD_INPUT_MAX),
  newPassword: newPasswordText(),
});
export type ChangePasswordRequest = z.input<typeof ChangePasswordBody>;

/** Somebody who can sign in to the demo, and what they are there. */
export type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly isStaff: boolean;
  readonly memberships: readonly Pick<AccountSummary, "id" | "name" | "environment" | "profile">[];
};
