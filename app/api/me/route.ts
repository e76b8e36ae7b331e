/** Who is signed in. */
import { getMe } from "@/lib/accounts/me";
import { sessionRoute } from "@/lib/http/route";

export const GET = sessionRoute({ handler: ({ ctx }) => getMe(ctx) });
