/** Members of an account. */
import { MemberListQuery } from "@/lib/contracts/members";
import { accountRoute } from "@/lib/http/route";
import { listMembers } from "@/lib/members/list";

export const GET = accountRoute({
  query: MemberListQuery,
  handler: ({ ctx, query }) => listMembers(ctx, query),
});
