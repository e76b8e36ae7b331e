/** Asks for the migration of a reviewed sandbox key into a production account. */
import { RequestMigrationBody } from "@/lib/contracts/go-live/go-live-requests";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { requestMigration } from "@/lib/go-live/request-migration";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const POST = accountHandler({
  params: KeyParams,
  body: RequestMigrationBody,
  handler: async ({ ctx, params: { keyId }, body }) => {
    await requestMigration(ctx, { ...body, keyId });
    return { goLive: await getGoLive(ctx, keyId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
