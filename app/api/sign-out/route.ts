/** Ends this session. */
import { signOutHere } from "@/lib/auth/session";
import { sessionRoute } from "@/lib/http/route";

export const POST = sessionRoute({
  status: 204,
  handler: async ({ ctx, setCookie }) => setCookie(await signOutHere(ctx)),
});
