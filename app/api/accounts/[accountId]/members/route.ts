/** Members of an account. */
import { MemberListQuery } from "@/lib/contracts/people/members";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listMembers } from "@/lib/members/list";

export const GET = accountHandler({
  query: MemberListQuery,
  handler: ({ ctx, query }) => listMembers(ctx, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
