/** The apps that act for this person. */
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { listConnectedApps } from "@/lib/oauth/consents/list-connected-apps";

export const GET = sessionHandler({ handler: ({ ctx }) => listConnectedApps(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
