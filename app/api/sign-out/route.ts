/** Ends this session. */
import { signOutHere } from "@/lib/auth/session";
import { otherMethods } from "@/lib/http/other-methods";
import { ownPasswordHandler } from "@/lib/http/handler";

export const POST = ownPasswordHandler({
  status: 204,
  handler: async ({ ctx, setCookie }) => setCookie(await signOutHere(ctx)),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
