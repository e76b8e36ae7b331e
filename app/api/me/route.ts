/** Who is signed in. */
import { getMe } from "@/lib/accounts/me";
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";

export const GET = sessionHandler({ handler: ({ ctx }) => getMe(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
