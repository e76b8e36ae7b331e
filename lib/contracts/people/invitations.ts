import { z } from "zod";

import { knownEmail } from "../../domain/people/mailed-links";
import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { linkToken } from "./forgotten-password";
import { plainText } from "../fields/plain-text";
import { newPasswordText } from "./sessions";
import { uuid } from "../fields/uuid";

const NAME_MAX = 100;
const EMAIL_MAX = 320;

export const InvitationParams = z.object({ accountId: uuid(), invitationId: uuid() });
/** Any text: what is no token opens nothing, and is told so like a token that opens nothing any more. */
export const InvitationTokenParams = z.object({ token: z.string() });

/** Addresses of ASCII alone, without case: two that look the same are the same. */
export const emailAddress = z
  .string({ error: "Enter an email address." })
  .max(EMAIL_MAX, { error: "This is too long for an email address." })
  .transform(knownEmail)
  .pipe(z.email({ error: "This is not an email address: it looks like name@example.com." }));

export const InviteBody = z.strictObject({ email: emailAddress, profile: z.enum(PROFILES) });
export type InviteInput = z.output<typeof InviteBody>;
export type InviteRequest = z.input<typeof InviteBody>;

/** What somebody accepts with who is not here yet; nothing for somebody who is signed in. */
export const AcceptBody = z.strictObject({
  name: plainText("A name", NAME_MAX, "Enter your name.")
    .refine((name) => !/[\t\r\n]/.test(name), {
      params: { code: "control_characters" },
      message: "A name is one line.",
    })
    .optional(),
  password: newPasswordText().optional(),
});
export type AcceptInput = z.output<typeof AcceptBody>;

export const AcceptLinkBody = AcceptBody.extend({ token: linkToken() });
export type AcceptLinkRequest = z.input<typeof AcceptLinkBody>;

export const FindInvitationBody = z.strictObject({ token: linkToken() });

/**
 * How an open invitation is doing. sending: its mail has not gone out yet. failed: the mail server refuses the address.
 * void: whoever sent it is no admin any more.
 */
export const INVITATION_STATES = ["sending", "sent", "failed", "expired", "void"] as const;

/** An invitation that was neither accepted nor withdrawn. */
export const Invitation = z.object({
  id: uuid(),
  email: z.string(),
  profile: z.enum(PROFILES),
  expiresAt: z.iso.datetime(),
  state: z.enum(INVITATION_STATES),
  invitedBy: z.string(),
  lastSentAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

export type InvitationAnswer = { readonly invitation: Invitation };
export type InvitationList = { readonly data: readonly Invitation[] };

/**
 * What the person who has the link is told. way: how to accept it. new: with a name and a password, or through the issuer.
 * sign_in: by signing in, since the person is here already. accept: at once. other: somebody else is signed in.
 */
export const FoundInvitation = z.object({
  accountName: z.string(),
  environment: z.enum(ENVIRONMENTS),
  email: z.string(),
  profile: z.enum(PROFILES),
  invitedBy: z.string(),
  expiresAt: z.iso.datetime(),
  way: z.enum(["new", "sign_in", "accept", "other"]),
  /** Who is signed in; null for nobody. */
  signedInAs: z.string().nullable(),
});
export type FoundInvitation = z.infer<typeof FoundInvitation>;

export type Acceptance = { readonly accountId: string; readonly email: string };
