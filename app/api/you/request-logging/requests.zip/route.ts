/** This person's request log as a file. */
import { fileResponse } from "@/lib/http/file";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { exportLoggedRequests } from "@/lib/request-logs/export";

export const GET = sessionHandler({
  handler: ({ ctx }) => Promise.resolve(fileResponse(exportLoggedRequests(ctx), ctx.request.requestId)),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
