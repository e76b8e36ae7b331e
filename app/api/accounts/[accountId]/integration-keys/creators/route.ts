/** Everyone who created a key of the account: what the list can be filtered by. */
import { accountRoute } from "@/lib/http/route";
import { listKeyCreators } from "@/lib/integration-keys/creators";

export const GET = accountRoute({ handler: ({ ctx }) => listKeyCreators(ctx) });
