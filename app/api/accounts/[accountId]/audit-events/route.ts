/** The account's record, newest first. */
import { listAuditEvents } from "@/lib/audit/list";
import { AuditListQuery } from "@/lib/contracts/audit";
import { accountRoute } from "@/lib/http/route";

export const GET = accountRoute({
  query: AuditListQuery,
  handler: ({ ctx, query }) => listAuditEvents(ctx, query),
});
