/** The account's record as a file. */
import { exportAuditEvents } from "@/lib/audit/export";
import { AuditExportQuery } from "@/lib/contracts/audit";
import { fileResponse } from "@/lib/http/file";
import { accountRoute } from "@/lib/http/route";

export const GET = accountRoute({
  query: AuditExportQuery,
  handler: async ({ ctx, query }) => fileResponse(await exportAuditEvents(ctx, query), ctx.request.requestId),
});
