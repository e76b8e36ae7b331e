/** Everyone who created a key of the account: what the list can be filtered by. */
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listKeyCreators } from "@/lib/integration-keys/keys/reading/creators";

export const GET = accountHandler({ handler: ({ ctx }) => listKeyCreators(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
