/** How many keys the account has, and how many it may have (R10). */
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readKeyCapacity } from "@/lib/integration-keys/keys/reading/capacity";

export const GET = accountHandler({ handler: ({ ctx }) => readKeyCapacity(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
