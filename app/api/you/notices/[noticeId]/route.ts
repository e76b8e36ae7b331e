/** Marks one of this person's notices as read or unread. */
import { MarkNoticeBody, NoticeParams } from "@/lib/contracts/people/notices";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { markNotice } from "@/lib/notices/mark-read";

export const PATCH = sessionHandler({
  params: NoticeParams,
  body: MarkNoticeBody,
  status: 204,
  handler: ({ ctx, params, body }) => markNotice(ctx, params.noticeId, body.isRead),
});

export const { GET, POST, PUT, DELETE } = otherMethods("PATCH");
