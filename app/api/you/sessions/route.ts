/** The browsers that this person is signed in with; DELETE ends all but this one. */
import { sessionRoute } from "@/lib/http/route";
import { listSessions } from "@/lib/sessions/list";
import { revokeOtherSessions } from "@/lib/sessions/revoke-others";

export const GET = sessionRoute({ handler: ({ ctx }) => listSessions(ctx) });

export const DELETE = sessionRoute({ status: 204, handler: ({ ctx }) => revokeOtherSessions(ctx) });
