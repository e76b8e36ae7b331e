/** Takes back a request for a review that support has in hand. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { withdrawReview } from "@/lib/go-live/withdraw";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const POST = accountHandler({
  params: KeyParams,
  handler: async ({ ctx, params: { keyId } }) => {
    await withdrawReview(ctx, keyId);
    return { goLive: await getGoLive(ctx, keyId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
