/** The account's record, newest first. */
import { listAuditEvents } from "@/lib/audit/list";
import { AuditListQuery } from "@/lib/contracts/accounts/audit";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({
  query: AuditListQuery,
  handler: ({ ctx, query }) => listAuditEvents(ctx, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
