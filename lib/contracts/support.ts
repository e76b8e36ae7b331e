import { z } from "zod";

import { ACCOUNT_STATUSES, PLANS } from "../domain/availability";
import { maskSecrets } from "../domain/key-secret";
import { ENVIRONMENTS } from "../domain/profiles";
import { reasonText } from "./integration-keys";

const MESSAGE_MAX_LENGTH = 2_000;
/** Control characters but tab and line breaks, lone surrogates, and marks that reverse the order of what is read. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

export const CASE_STATUSES = ["open", "granted", "declined"] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const RequestAccessBody = z.strictObject({
  /** What the account wants to build. */
  message: z
    .string({ error: "Say what you want to build." })
    .trim()
    .min(1, { error: "Say in a sentence what you want to build." })
    .max(MESSAGE_MAX_LENGTH, { error: "At most 2,000 characters." })
    .refine((text) => !FORBIDDEN.test(text.replaceAll(/[\t\r\n]/g, " ")), {
      params: { code: "control_characters" },
      message: "A message has no control characters or direction marks.",
    })
    .transform(maskSecrets),
});
export type RequestAccessInput = z.output<typeof RequestAccessBody>;
export type RequestAccessRequest = z.input<typeof RequestAccessBody>;

const Name = z.object({ id: z.uuid(), name: z.string() });

/** A request for access as the account sees it. */
export const AccessCase = z.object({
  id: z.uuid(),
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

export const CaseParams = z.object({ caseId: z.uuid() });
export const SupportAccountParams = z.object({ accountId: z.uuid() });

export const CaseListQuery = z.strictObject({
  status: z.enum(["open", "closed"]).default("open"),
  /** The `nextCursor` of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type CaseListInput = z.output<typeof CaseListQuery>;

export const AccountSearchQuery = z.strictObject({
  /** A part of the name, or a whole id. */
  q: z
    .string()
    .trim()
    .min(1, { error: "Type a part of the name, or an id." })
    .max(120)
    // The database can't look for it. Routes refuse it before this; the page reads its address by this alone.
    .refine((text) => !text.includes("\0"), { message: "No name holds U+0000." }),
});
export type AccountSearchInput = z.output<typeof AccountSearchQuery>;

export const GrantCaseBody = z.strictObject({ note: reasonText.optional() });
export type GrantCaseRequest = z.input<typeof GrantCaseBody>;

export const DeclineCaseBody = z.strictObject({ reason: reasonText });
export type DeclineCaseRequest = z.input<typeof DeclineCaseBody>;

/** One change at a time, so that each has its own line on the account's record. */
export const ChangeAccountBody = z
  .strictObject({
    plan: z.enum(PLANS).optional(),
    hasIntegrationKeys: z.boolean().optional(),
    reason: reasonText,
  })
  .refine((body) => (body.plan === undefined) !== (body.hasIntegrationKeys === undefined), {
    params: { code: "one_change" },
    message: "Give either a plan, or whether integration keys are enabled.",
  });
export type ChangeAccountInput = z.output<typeof ChangeAccountBody>;
export type ChangeAccountRequest = z.input<typeof ChangeAccountBody>;

const AccountName = z.object({
  id: z.uuid(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  plan: z.enum(PLANS),
  status: z.enum(ACCOUNT_STATUSES),
  hasIntegrationKeys: z.boolean(),
});
export type SupportAccountName = z.infer<typeof AccountName>;

/** A case as support sees it. */
export const SupportCase = AccessCase.extend({
  account: AccountName,
  openedBy: Name.extend({ email: z.string() }),
  closedBy: Name.nullable(),
});
export type SupportCase = z.infer<typeof SupportCase>;

export const SupportCaseAnswer = z.object({ case: SupportCase });
export type SupportCaseAnswer = z.infer<typeof SupportCaseAnswer>;

/** A case in the list, which is no look at an account: whose it is, not what was written (R11). */
export const ListedCase = SupportCase.omit({ message: true, resolution: true });
export type ListedCase = z.infer<typeof ListedCase>;

export const SupportCaseList = z.object({ data: z.array(ListedCase), nextCursor: z.uuid().nullable() });
export type SupportCaseList = z.infer<typeof SupportCaseList>;

export const SupportAccountList = z.object({ data: z.array(AccountName), hasMore: z.boolean() });
export type SupportAccountList = z.infer<typeof SupportAccountList>;

/** The facts of an account that support works with. No secret is among them, nor what any key is called. */
export const SupportAccount = AccountName.extend({
  createdAt: z.iso.datetime(),
  members: z.object({ active: z.number().int(), admins: z.number().int() }),
  keys: z.object({ live: z.number().int(), total: z.number().int() }),
  openCaseId: z.uuid().nullable(),
});
export type SupportAccount = z.infer<typeof SupportAccount>;

export const SupportAccountAnswer = z.object({ account: SupportAccount });
export type SupportAccountAnswer = z.infer<typeof SupportAccountAnswer>;
