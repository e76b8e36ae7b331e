import { z } from "zod";

import { NOTICE_KINDS } from "../../domain/notices/notice";
import { ENVIRONMENTS } from "../../domain/people/profiles";
import { uuid } from "../fields/uuid";

export const NoticeListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type NoticeListInput = z.output<typeof NoticeListQuery>;

export const NoticeParams = z.object({ noticeId: uuid() });

export const MarkNoticeBody = z.strictObject({ isRead: z.boolean() });
export type MarkNoticeRequest = z.input<typeof MarkNoticeBody>;

/** The newest notice that the person has seen: what came after it stays unread. */
export const MarkNoticesReadBody = z.strictObject({ upTo: uuid() });

/** A notice as the person's page shows it. */
export const NoticeItem = z.object({
  id: uuid(),
  kind: z.enum(NOTICE_KINDS),
  account: z.object({ id: uuid(), name: z.string(), environment: z.enum(ENVIRONMENTS) }).nullable(),
  subject: z.string(),
  lines: z.array(
    z.object({ link: z.object({ label: z.string(), path: z.string() }).nullable(), text: z.string() }),
  ),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
  mailedAt: z.iso.datetime().nullable(),
});
export type NoticeItem = z.infer<typeof NoticeItem>;

export const NoticeList = z.object({ data: z.array(NoticeItem), nextCursor: uuid().nullable() });
export type NoticeList = z.infer<typeof NoticeList>;
