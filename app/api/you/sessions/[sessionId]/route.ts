/** Ends one of this person's sessions. */
import { SessionParams } from "@/lib/contracts/sessions";
import { sessionRoute } from "@/lib/http/route";
import { revokeSession } from "@/lib/sessions/revoke";

export const DELETE = sessionRoute({
  params: SessionParams,
  status: 204,
  handler: ({ ctx, params }) => revokeSession(ctx, params.sessionId),
});
