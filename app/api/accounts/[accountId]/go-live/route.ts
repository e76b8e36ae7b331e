/** How far the keys of a sandbox account are on their way to production, newest first. */
import { GoLiveListQuery } from "@/lib/contracts/go-live/go-live";
import { listGoLive } from "@/lib/go-live/reading/list-go-live";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const GET = accountHandler({
  query: GoLiveListQuery,
  handler: ({ ctx, query }) => listGoLive(ctx, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
