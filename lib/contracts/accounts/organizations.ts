import { z } from "zod";

import { PLANS, ACCOUNT_STATUSES } from "../../domain/keys/availability";
import { CLAIM_STATUSES } from "../../domain/organizations/domain-claim";
import { FINDINGS } from "../../domain/organizations/domain-proof";
import { ENVIRONMENTS } from "../../domain/people/profiles";
import { ContinuityGlance } from "./continuity";
import { uuid } from "../fields/uuid";

export const OrganizationParams = z.object({ organizationId: uuid() });
export const ClaimedDomainParams = OrganizationParams.extend({ domainId: uuid() });

const DOMAIN_INPUT_MAX_LENGTH = 2_000;

export const ClaimDomainBody = z.strictObject({
  domain: z
    .string({ error: "Enter the domain, such as example.com." })
    .max(DOMAIN_INPUT_MAX_LENGTH, { error: "A domain has at most 253 characters." }),
});

/** A domain that the organization says is its own. */
export const ClaimedDomain = z.object({
  id: uuid(),
  /** In ASCII, as DNS has it. */
  domain: z.string(),
  /** As people read it, where that differs: `bücher.example`. */
  readable: z.string().nullable(),
  /** The value of the TXT record that proves it. */
  record: z.string(),
  status: z.enum(CLAIM_STATUSES),
  checkedAt: z.iso.datetime().nullable(),
  /** What the last check found. */
  finding: z.enum(FINDINGS).nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  /** When it lapses, or has lapsed, unless a check finds the record. */
  lapsesAt: z.iso.datetime().nullable(),
});
export type ClaimedDomain = z.infer<typeof ClaimedDomain>;

const OrganizationAccount = z.object({
  id: uuid(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  plan: z.enum(PLANS),
  status: z.enum(ACCOUNT_STATUSES),
  /** Whether the person who asks is a member, and can open it. */
  isMember: z.boolean(),
  continuity: ContinuityGlance,
});

export const OrganizationAccountListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type OrganizationAccountListInput = z.output<typeof OrganizationAccountListQuery>;

export const OrganizationAccountList = z.object({
  data: z.array(OrganizationAccount),
  nextCursor: uuid().nullable(),
});
export type OrganizationAccountList = z.infer<typeof OrganizationAccountList>;

export const Organization = z.object({
  id: uuid(),
  name: z.string(),
  /** The first of them, by environment and name. */
  accounts: z.array(OrganizationAccount),
  /** Of the list of its accounts; null where these are all. */
  nextCursor: uuid().nullable(),
  admins: z.array(z.object({ id: uuid(), name: z.string(), email: z.string(), isActive: z.boolean() })),
  domains: z.array(ClaimedDomain),
  /** False where the operator has switched DNS off: no claim can be verified. */
  canVerify: z.boolean(),
});
export type Organization = z.infer<typeof Organization>;

export const OrganizationAnswer = z.object({ organization: Organization });
export type OrganizationAnswer = z.infer<typeof OrganizationAnswer>;
