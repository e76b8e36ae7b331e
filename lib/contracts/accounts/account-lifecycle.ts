/** What support does to an account's life and place: making, closing, reopening it, and its organization. */
import { z } from "zod";

import { PLANS } from "../../domain/keys/availability";
import { ENVIRONMENTS, type Profile } from "../../domain/people/profiles";
import { reasonText } from "../keys/integration-keys";
import { emailAddress } from "../people/invitations";
import { leavesNone } from "../people/members";
import { plainText } from "../fields/plain-text";
import { uuid } from "../fields/uuid";

const NAME_MAX = 100;
const oneLine = (what: string, missing: string) =>
  plainText(what, NAME_MAX, missing).refine((name) => !/[\t\r\n]/.test(name), {
    params: { code: "control_characters" },
    message: "A name is one line.",
  });

/** The case in which support does something, where there is one: it goes on the record of the account. */
const caseId = uuid().optional();

/** Closing an account, and opening it again. */
export const AccountStatusBody = z.strictObject({ reason: reasonText, caseId });
export type AccountStatusRequest = z.input<typeof AccountStatusBody>;

export const CreateAccountBody = z.strictObject({
  name: oneLine("A name", "Enter the account's name."),
  environment: z.enum(ENVIRONMENTS),
  /** `developer` for sandbox accounts, and for no others. */
  plan: z.enum(PLANS),
  /** R1: without meaning in a sandbox. Left out: on where the plan allows it. */
  hasIntegrationKeys: z.boolean().optional(),
  /** Who is invited as its first admin. */
  adminEmail: emailAddress,
  reason: reasonText,
});
export type CreateAccountBodyInput = z.output<typeof CreateAccountBody>;
export type CreateAccountRequest = z.input<typeof CreateAccountBody>;

/** Another address for the first admin of an account that nobody has joined yet. */
export const InviteFirstAdminBody = z.strictObject({ email: emailAddress, reason: reasonText, caseId });
export type InviteFirstAdminInput = z.output<typeof InviteFirstAdminBody>;
export type InviteFirstAdminRequest = z.input<typeof InviteFirstAdminBody>;

export const SetOrganizationBody = z.strictObject({
  /** Null takes the account out of the organization that it is in. */
  organizationId: uuid().nullable(),
  reason: reasonText,
  caseId,
  leavesNone,
});
export type SetOrganizationInput = z.output<typeof SetOrganizationBody>;
export type SetOrganizationRequest = z.input<typeof SetOrganizationBody>;

/** An organization begins with an account, on whose record it stands. */
export const CreateOrganizationBody = z.strictObject({
  name: oneLine("A name", "Enter the organization's name."),
  accountId: uuid(),
  reason: reasonText,
  caseId,
  /** Of the organization that the account comes from. */
  leavesNone,
});
export type CreateOrganizationInput = z.output<typeof CreateOrganizationBody>;
export type CreateOrganizationRequest = z.input<typeof CreateOrganizationBody>;

export const SupportOrganizationListQuery = z.strictObject({
  /** A part of the name. */
  q: z
    .string()
    .trim()
    .max(120)
    .refine((text) => !text.includes("\0"), { message: "No name holds U+0000." })
    .default(""),
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(500),
});
export type SupportOrganizationListInput = z.output<typeof SupportOrganizationListQuery>;

export const OrganizationAdminParams = z.object({ organizationId: uuid(), userId: uuid() });
export const AddOrganizationAdminBody = z.strictObject({ email: emailAddress, reason: reasonText });
export type AddOrganizationAdminRequest = z.input<typeof AddOrganizationAdminBody>;
export const RemoveOrganizationAdminBody = z.strictObject({
  reason: reasonText,
  leavesNone,
});
export type RemoveOrganizationAdminInput = z.output<typeof RemoveOrganizationAdminBody>;
export type RemoveOrganizationAdminRequest = z.input<typeof RemoveOrganizationAdminBody>;

/** Which organizations there are. */
export type SupportOrganizationList = {
  readonly data: readonly {
    readonly id: string;
    readonly name: string;
    /** How many it has. */
    readonly accounts: number;
    readonly admins: number;
  }[];
  readonly nextCursor: string | null;
};

/** An organization, on the page of one of its accounts. */
export type OrganizationOfAccount = {
  readonly id: string;
  readonly name: string;
  readonly admins: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly isActive: boolean;
  }[];
  /** The first twenty, by name. */
  readonly otherAccounts: readonly { readonly id: string; readonly name: string }[];
  /** How many there are. */
  readonly otherAccountCount: number;
};

/** How an account came by its people, and where it belongs: for its page in support. */
export type SupportAccountPeople = {
  readonly organization: OrganizationOfAccount | null;
  readonly members: readonly {
    readonly userId: string;
    readonly name: string;
    readonly email: string;
    readonly profile: Profile;
    readonly isActive: boolean;
  }[];
  /** How many there are; the first hundred are named. */
  readonly memberCount: number;
  /** Who is invited as first admin while nobody is a member. */
  readonly firstAdmin: { readonly email: string; readonly expiresAt: string } | null;
};
