/** What this person was told; PATCH marks all of it, up to the newest that was seen, as read. */
import { MarkNoticesReadBody, NoticeListQuery } from "@/lib/contracts/notices";
import { sessionRoute } from "@/lib/http/route";
import { listNotices } from "@/lib/notices/list";
import { markNoticesRead } from "@/lib/notices/mark-read";

export const GET = sessionRoute({
  query: NoticeListQuery,
  handler: ({ ctx, query }) => listNotices(ctx, query),
});

export const PATCH = sessionRoute({
  body: MarkNoticesReadBody,
  status: 204,
  handler: ({ ctx, body }) => markNoticesRead(ctx, body.upTo),
});
