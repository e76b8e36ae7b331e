/** The requests in this person's log; DELETE empties it. */
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { clearRequestLog } from "@/lib/request-logs/clear";
import { listLoggedRequests } from "@/lib/request-logs/list";

export const GET = sessionHandler({ handler: ({ ctx }) => listLoggedRequests(ctx) });

export const DELETE = sessionHandler({ handler: ({ ctx }) => clearRequestLog(ctx) });

export const { POST, PUT, PATCH } = otherMethods("GET", "DELETE");
