/** Request logging of this person; PUT enables or disables it. */
import { SetRequestLoggingBody } from "@/lib/contracts/people/request-logs";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { showRequestLogging } from "@/lib/request-logs/show";
import { switchRequestLogging } from "@/lib/request-logs/switch";

export const GET = sessionHandler({ handler: ({ ctx }) => showRequestLogging(ctx) });

export const PUT = sessionHandler({
  body: SetRequestLoggingBody,
  handler: ({ ctx, body }) => switchRequestLogging(ctx, body),
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
