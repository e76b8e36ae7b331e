/** Ends one of this person's sessions. */
import { SessionParams } from "@/lib/contracts/people/sessions";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { revokeSession } from "@/lib/sessions/revoke";

export const DELETE = sessionHandler({
  params: SessionParams,
  status: 204,
  handler: ({ ctx, params }) => revokeSession(ctx, params.sessionId),
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
