/** How much of the account's hourly limit is used (R10). */
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readAccountQuota } from "@/lib/integration-keys/calls/call-quota";

export const GET = accountHandler({ handler: ({ ctx }) => readAccountQuota(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
