/** Who lets an app of this account act for them. */
import { ConsentListQuery } from "@/lib/contracts/people/connected-apps";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listConsentsOfApp } from "@/lib/oauth/consents/list-of-app";

export const GET = accountHandler({
  params: KeyParams,
  query: ConsentListQuery,
  handler: ({ ctx, params, query }) => listConsentsOfApp(ctx, { ...query, keyId: params.keyId }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
