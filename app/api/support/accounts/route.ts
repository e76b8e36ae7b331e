/** Accounts by a part of their name, or by id. */
import { AccountSearchQuery } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { findAccounts } from "@/lib/support/find-accounts";

export const GET = staffRoute({
  query: AccountSearchQuery,
  handler: ({ ctx, query }) => findAccounts(ctx, query),
});
