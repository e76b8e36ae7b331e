/** What this person was told; PATCH marks all of it, up to the newest that was seen, as read. */
import { MarkNoticesReadBody, NoticeListQuery } from "@/lib/contracts/people/notices";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { listNotices } from "@/lib/notices/list";
import { markNoticesRead } from "@/lib/notices/mark-read";

export const GET = sessionHandler({
  query: NoticeListQuery,
  handler: ({ ctx, query }) => listNotices(ctx, query),
});

export const PATCH = sessionHandler({
  body: MarkNoticesReadBody,
  status: 204,
  handler: ({ ctx, body }) => markNoticesRead(ctx, body.upTo),
});

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
