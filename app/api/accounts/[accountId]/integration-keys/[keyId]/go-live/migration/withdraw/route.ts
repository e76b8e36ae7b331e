/** Takes back a request for migration that was not decided yet. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { withdrawMigration } from "@/lib/go-live/withdraw";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const POST = accountHandler({
  params: KeyParams,
  handler: async ({ ctx, params: { keyId } }) => {
    await withdrawMigration(ctx, keyId);
    return { goLive: await getGoLive(ctx, keyId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
