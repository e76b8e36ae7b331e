/** The browsers that this person is signed in with; DELETE ends all but this one. */
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { listSessions } from "@/lib/sessions/list";
import { revokeOtherSessions } from "@/lib/sessions/revoke-others";

export const GET = sessionHandler({ handler: ({ ctx }) => listSessions(ctx) });

export const DELETE = sessionHandler({ status: 204, handler: ({ ctx }) => revokeOtherSessions(ctx) });

export const { POST, PUT, PATCH } = otherMethods("GET", "DELETE");
