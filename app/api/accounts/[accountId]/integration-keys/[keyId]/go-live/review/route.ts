/** Asks for the review of a sandbox key; one that is not passed answers with its findings. */
import { RequestReviewBody } from "@/lib/contracts/go-live/go-live-requests";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { requestReview } from "@/lib/go-live/request-review";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const POST = accountHandler({
  params: KeyParams,
  body: RequestReviewBody,
  handler: async ({ ctx, params: { keyId }, body }) => {
    await requestReview(ctx, { ...body, keyId });
    return { goLive: await getGoLive(ctx, keyId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
