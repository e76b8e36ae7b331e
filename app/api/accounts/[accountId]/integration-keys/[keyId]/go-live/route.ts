/** How far a sandbox key is on its way to production: what counts, what does not and why, what is missing. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const GET = accountHandler({
  params: KeyParams,
  handler: async ({ ctx, params }) => ({ goLive: await getGoLive(ctx, params.keyId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
