/** Marks one of this person's notices as read or unread. */
import { MarkNoticeBody, NoticeParams } from "@/lib/contracts/notices";
import { sessionRoute } from "@/lib/http/route";
import { markNotice } from "@/lib/notices/mark-read";

export const PATCH = sessionRoute({
  params: NoticeParams,
  body: MarkNoticeBody,
  status: 204,
  handler: ({ ctx, params, body }) => markNotice(ctx, params.noticeId, body.isRead),
});
