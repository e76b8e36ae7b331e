import { z } from "zod";

import { ACCOUNT_STATUSES, AUTHENTICATION_METHODS, PLANS } from "../../domain/keys/availability";
import { CLASSIFICATIONS, GO_LIVE_POLICIES } from "../../domain/go-live/review";
import { CASE_ASSIGNMENTS, CASE_KINDS, CASE_STATUSES, GO_LIVE_STEPS } from "../../domain/support/cases";
import { OWN_LIMITS_MAX } from "../../domain/calls/limits";
import { holdsSecret } from "../../domain/secrets/secrets-in-text";
import { ENVIRONMENTS } from "../../domain/people/profiles";
import { reasonText } from "../keys/integration-keys";
import { plainText } from "../fields/plain-text";
import { number } from "../../domain/format/numbers";
import { uuid } from "../fields/uuid";

const MESSAGE_MAX_LENGTH = 2_000;
export const RequestAccessBody = z.strictObject({
  /** What the account wants to build. */
  message: plainText("A message", MESSAGE_MAX_LENGTH, "Say in a sentence what you want to build."),
});
export type RequestAccessInput = z.output<typeof RequestAccessBody>;
export type RequestAccessRequest = z.input<typeof RequestAccessBody>;

export const Name = z.object({ id: uuid(), name: z.string() });

/** A request for access as the account sees it. */
export const AccessCase = z.object({
  id: uuid(),
  /** What people call it by. */
  number: z.number().int(),
  status: z.enum(CASE_STATUSES),
  message: z.string(),
  openedBy: Name,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  /** Support's answer in words. */
  resolution: z.string().nullable(),
});
export type AccessCase = z.infer<typeof AccessCase>;

export const AccessRequest = z.object({
  availability: z.enum(["available", "plan_not_eligible", "feature_not_enabled"]),
  /** True where the person who asks may open a case now. */
  canRequest: z.boolean(),
  /** The open case, or else the last one. */
  case: AccessCase.nullable(),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

export const CaseParams = z.object({ caseId: uuid() });
export const SupportAccountParams = z.object({ accountId: uuid() });

export const CaseListQuery = z.strictObject({
  status: z.enum(["open", "closed"]).default("open"),
  /** Left out: cases of every kind. */
  kind: z.enum(CASE_KINDS).optional(),
  /** Left out: whoever has taken them on. */
  assigned: z.enum(CASE_ASSIGNMENTS).optional(),
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type CaseListInput = z.output<typeof CaseListQuery>;

export const SupportSearchQuery = z.strictObject({
  /** A part of a name, the beginning of a GUID, the last four characters of a secret, or a whole id. */
  q: z
    .string()
    .trim()
    .min(1, { error: "Type a part of a name, an address, a GUID or an id." })
    .max(120)
    // The database can't look for it. Handlers refuse it before this; the page reads its address by this alone.
    .refine((text) => !text.includes("\0"), { message: "No name holds U+0000." })
    .refine((text) => !holdsSecret(text), {
      params: { code: "holds_secret" },
      message: "This holds an integration key. Search by its last four characters, or by a name or id.",
    }),
});
export type SupportSearchInput = z.output<typeof SupportSearchQuery>;

export const GrantCaseBody = z.strictObject({ note: reasonText.optional() });
export type GrantCaseRequest = z.input<typeof GrantCaseBody>;

export const DeclineCaseBody = z.strictObject({ reason: reasonText });
export type DeclineCaseRequest = z.input<typeof DeclineCaseBody>;

const ownLimit = (max: number) =>
  z
    .number()
    .int()
    .min(1, { error: "At least 1." })
    .max(max, { error: `At most ${number(max)}.` })
    .nullable();
/** An account's own limits (R10); null for that of its environment. */
const OwnLimits = z.strictObject({
  activeKeys: ownLimit(OWN_LIMITS_MAX.activeKeys),
  hourly: ownLimit(OWN_LIMITS_MAX.hourly),
  burst: ownLimit(OWN_LIMITS_MAX.burst),
});

/** A change of an account by support, one at a time, so that each has its own line on the account's record. */
export const ChangeAccountBody = z
  .strictObject({
    plan: z.enum(PLANS).optional(),
    hasIntegrationKeys: z.boolean().optional(),
    limits: OwnLimits.optional(),
    reason: reasonText,
    /** The case in which it is done, where there is one. */
    caseId: uuid().optional(),
  })
  .refine(
    (body) =>
      [body.plan, body.hasIntegrationKeys, body.limits].filter((change) => change !== undefined).length === 1,
    {
      params: { code: "one_change" },
      message: "Give one change: a plan, whether integration keys are enabled, or limits.",
    },
  );
export type ChangeAccountInput = z.output<typeof ChangeAccountBody>;
export type ChangeAccountRequest = z.input<typeof ChangeAccountBody>;

export const AccountName = z.object({
  id: uuid(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  plan: z.enum(PLANS),
  status: z.enum(ACCOUNT_STATUSES),
  hasIntegrationKeys: z.boolean(),
});
export type SupportAccountName = z.infer<typeof AccountName>;

/** What was known of a key when its case was opened. */
const CaseEvidence = z.object({
  classification: z.enum(CLASSIFICATIONS),
  description: z.string(),
  contact: z.string(),
  /** What whoever asked for a migration wrote to whoever decides. */
  note: z.string().optional(),
  policy: z.enum(GO_LIVE_POLICIES),
  window: z.object({
    count: z.number().int(),
    needed: z.number().int(),
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
  }),
  violations: z
    .array(z.object({ rule: z.string(), calls: z.number().int(), path: z.string().nullable() }))
    .readonly(),
  prerequisites: z.array(z.object({ code: z.string(), isMet: z.boolean(), detail: z.string() })).readonly(),
});

/** What a case of Go Live is about. */
const GoLiveCase = z.object({
  step: z.enum(GO_LIVE_STEPS),
  key: z.object({
    id: uuid(),
    clientId: uuid(),
    name: z.string(),
    method: z.enum(AUTHENTICATION_METHODS),
  }),
  evidence: CaseEvidence,
  /** Where the key is to go; null while it is about a review. */
  productionAccount: AccountName.nullable(),
});

/** What a case of a transfer is about; the transfer itself is read by its id. */
const TransferCase = z.object({
  id: uuid(),
  clientId: uuid(),
  keyName: z.string(),
  /** The account that is to manage the app; the case's own gives it away. */
  destination: AccountName,
});

/** A case as support sees it. */
export const SupportCase = AccessCase.extend({
  kind: z.enum(CASE_KINDS),
  account: AccountName,
  /** Who of support has taken it on. */
  assignedTo: Name.nullable(),
  /** By when its account was told that support answers; null where it was told nothing. */
  dueAt: z.iso.datetime().nullable(),
  /** Null for other kinds. */
  goLive: GoLiveCase.nullable(),
  /** Null for other kinds. */
  transfer: TransferCase.nullable(),
  openedBy: Name.extend({ email: z.string() }),
  closedBy: Name.nullable(),
});
export type SupportCase = z.infer<typeof SupportCase>;

export const SupportCaseAnswer = z.object({ case: SupportCase });
export type SupportCaseAnswer = z.infer<typeof SupportCaseAnswer>;

/** A case in the list, which is no look at an account: whose it is, not what was written (R11). */
export const ListedCase = SupportCase.omit({
  message: true,
  resolution: true,
  goLive: true,
  transfer: true,
}).extend({
  /** Null for other kinds. The key by its GUID: what it is called are the account's words. */
  goLive: GoLiveCase.pick({ step: true }).extend({ clientId: uuid() }).nullable(),
  transfer: TransferCase.pick({ id: true, clientId: true, destination: true }).nullable(),
});
export type ListedCase = z.infer<typeof ListedCase>;

export const SupportCaseList = z.object({ data: z.array(ListedCase), nextCursor: uuid().nullable() });
export type SupportCaseList = z.infer<typeof SupportCaseList>;

export const SupportAccountList = z.object({ data: z.array(AccountName), hasMore: z.boolean() });
export type SupportAccountList = z.infer<typeof SupportAccountList>;

/** The facts of an account that support works with. No secret is among them, nor what any key is called. */
export const SupportAccount = AccountName.extend({
  createdAt: z.iso.datetime(),
  members: z.object({ active: z.number().int(), admins: z.number().int() }),
  keys: z.object({ live: z.number().int(), total: z.number().int() }),
  /** R10: what it was given in place of its environment's; null for that. */
  limits: OwnLimits,
  openCaseId: uuid().nullable(),
});
export type SupportAccount = z.infer<typeof SupportAccount>;

export const SupportAccountAnswer = z.object({ account: SupportAccount });
export type SupportAccountAnswer = z.infer<typeof SupportAccountAnswer>;
