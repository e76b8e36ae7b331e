/** What support reads of an account, why, and what it writes down for itself. */
import { z } from "zod";

import { AUTHENTICATION_METHODS } from "../../domain/keys/availability";
import { KEY_STATUSES } from "../../domain/keys/key-lifecycle";
import { PROFILES } from "../../domain/people/profiles";
import { CASE_NOTE_MAX_LENGTH } from "../../domain/support/cases";
import { reasonText } from "../keys/integration-keys";
import { plainText } from "../fields/plain-text";
import { AccountName, ListedCase, Name } from "./support";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const pageSize = z.coerce.number().int().min(1).max(100).default(50);

/** Why somebody of support looks at an account: a reason, or a case that is about it, by its id or its number. */
export const OpenLookBody = z
  .strictObject({
    reason: reasonText.optional(),
    caseId: uuid().optional(),
    caseNumber: z.number({ error: "Give the number of the case." }).int().min(1).optional(),
  })
  .refine(
    ({ reason, caseId, caseNumber }) =>
      [reason, caseId, caseNumber].filter((cause) => cause !== undefined).length === 1,
    { params: { code: "one_cause" }, message: "Give a reason, or the case." },
  );
export type OpenLookInput = z.output<typeof OpenLookBody>;
export type OpenLookRequest = z.input<typeof OpenLookBody>;

/** A look that is open. */
export const Look = z.object({
  accountId: uuid(),
  reason: z.string().nullable(),
  case: z.object({ id: uuid(), number: z.number().int() }).nullable(),
  transferId: uuid().nullable(),
  until: instant,
});
export type Look = z.infer<typeof Look>;
export const LookAnswer = z.object({ look: Look });
export type LookAnswer = z.infer<typeof LookAnswer>;

export const SupportKeyListQuery = z.strictObject({
  q: z.string().max(120).default(""),
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: pageSize,
});
export type SupportKeyListInput = z.output<typeof SupportKeyListQuery>;

/** A key as support sees it: what it may and who made it, and nothing to call with. */
export const SupportKey = z.object({
  id: uuid(),
  clientId: uuid(),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  status: z.enum(KEY_STATUSES),
  scopes: z.array(z.string()),
  /** Null for apps, and for a production copy whose secret was not issued yet. */
  prefix: z.string().nullable(),
  lastFour: z.string().nullable(),
  createdBy: Name,
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type SupportKey = z.infer<typeof SupportKey>;
export const SupportKeyList = z.object({ data: z.array(SupportKey), nextCursor: uuid().nullable() });
export type SupportKeyList = z.infer<typeof SupportKeyList>;

const CURSOR = /^(open|closed):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
export const AccountCaseListQuery = z.strictObject({
  limit: pageSize,
  /** The `nextCursor` of the page before. */
  cursor: z.string().regex(CURSOR, { error: "Take the cursor of the page before." }).optional(),
});
export type AccountCaseListInput = z.output<typeof AccountCaseListQuery>;
export const AccountCaseList = z.object({ data: z.array(ListedCase), nextCursor: z.string().nullable() });
export type AccountCaseList = z.infer<typeof AccountCaseList>;

export const WriteCaseNoteBody = z.strictObject({
  text: plainText("A note", CASE_NOTE_MAX_LENGTH, "Write what the next one of support has to know."),
});
export type WriteCaseNoteRequest = z.input<typeof WriteCaseNoteBody>;

export const CaseNoteListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: pageSize,
});
export type CaseNoteListInput = z.output<typeof CaseNoteListQuery>;

/** What somebody of support wrote for the others. No answer to a customer has it. */
export const CaseNote = z.object({ id: uuid(), author: Name, text: z.string(), at: instant });
export type CaseNote = z.infer<typeof CaseNote>;
export const CaseNoteList = z.object({ data: z.array(CaseNote), nextCursor: uuid().nullable() });
export type CaseNoteList = z.infer<typeof CaseNoteList>;
export const CaseNoteAnswer = z.object({ note: CaseNote });
export type CaseNoteAnswer = z.infer<typeof CaseNoteAnswer>;

const group = <T extends z.ZodType>(entry: T) => z.object({ data: z.array(entry), hasMore: z.boolean() });

/** What a search finds, which is no look at an account: no words beyond those that say whose it is. */
export const SupportSearchResult = z.object({
  /** The case of this number. */
  cases: group(ListedCase),
  accounts: group(AccountName),
  /** Keys by GUID and account: what they are called are the account's words. */
  keys: group(z.object({ id: uuid(), clientId: uuid(), account: AccountName })),
  people: group(
    Name.extend({
      email: z.string(),
      isActive: z.boolean(),
      memberships: z.array(
        z.object({ account: AccountName, profile: z.enum(PROFILES), isActive: z.boolean() }),
      ),
      hasMoreMemberships: z.boolean(),
    }),
  ),
});
export type SupportSearchResult = z.infer<typeof SupportSearchResult>;
