/** Accounts, keys and people by a text, and a case by its number. */
import { SupportSearchQuery } from "@/lib/contracts/support/support";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { searchAsSupport } from "@/lib/support/search";

export const GET = staffHandler({
  query: SupportSearchQuery,
  handler: ({ ctx, query }) => searchAsSupport(ctx, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
