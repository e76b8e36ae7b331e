/** The account's record as a file. */
import { exportAuditEvents } from "@/lib/audit/export";
import { AuditExportQuery } from "@/lib/contracts/accounts/audit";
import { fileResponse } from "@/lib/http/file";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({
  query: AuditExportQuery,
  handler: async ({ ctx, query }) => fileResponse(await exportAuditEvents(ctx, query), ctx.request.requestId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
