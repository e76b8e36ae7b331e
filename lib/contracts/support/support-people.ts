/** A person in all accounts, as support sees it. */
import { z } from "zod";

import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { reasonText } from "../keys/integration-keys";
import { DeactivationPreview, leavesNone, LostRights, MEMBER_STATUSES } from "../people/members";
import { uuid } from "../fields/uuid";

export const SupportPersonParams = z.object({ userId: uuid() });

export const PersonReasonBody = z.strictObject({ reason: reasonText });

export const DeactivatePersonBody = PersonReasonBody.extend({ leavesNone });
export type DeactivatePersonRequest = z.input<typeof DeactivatePersonBody>;

/** What a person is in an account, and what stops there without the person (R6). */
const PersonMembership = z.object({
  account: z.object({
    id: uuid(),
    name: z.string(),
    environment: z.enum(ENVIRONMENTS),
    isClosed: z.boolean(),
  }),
  profile: z.enum(PROFILES),
  status: z.enum(MEMBER_STATUSES),
  isShared: z.boolean(),
  /** Of an account in which the person is active; keys of all accounts are named by how busy they are, two hundred at most. */
  preview: DeactivationPreview.omit({ organizations: true }),
});

export const SupportPerson = z.object({
  id: uuid(),
  name: z.string(),
  email: z.string(),
  status: z.enum(MEMBER_STATUSES),
  isStaff: z.boolean(),
  memberships: z.array(PersonMembership),
  /** Organizations of which the person is an admin, and is not any more once deactivated. */
  organizations: LostRights,
  /** Sessions that are open now. */
  openSessions: z.number().int(),
  /** Keys that stop with the person, and their allowed calls of the last 24 hours, over all accounts. */
  liveKeys: z.number().int(),
  callsLastDay: z.number().int(),
  /** Accounts with live keys that would be left without an admin: while there is one, nobody is deactivated. */
  blockedBy: z.array(z.object({ id: uuid(), name: z.string() })),
});
export type SupportPerson = z.infer<typeof SupportPerson>;
export type SupportPersonAnswer = { readonly person: SupportPerson };
