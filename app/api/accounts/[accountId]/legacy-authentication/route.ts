/** Legacy authentication of an account: whether it is allowed, who still uses it; allow it for a time, or end it. */
import { getLegacyAuthentication } from "@/lib/accounts/get-legacy-authentication";
import { setLegacyAuthentication } from "@/lib/accounts/set-legacy-authentication";
import { LegacyAuthenticationBody } from "@/lib/contracts/keys/legacy-authentication";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const GET = accountHandler({ handler: ({ ctx }) => getLegacyAuthentication(ctx) });

export const PUT = accountHandler({
  body: LegacyAuthenticationBody,
  handler: ({ ctx, body }) => setLegacyAuthentication(ctx, body),
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
