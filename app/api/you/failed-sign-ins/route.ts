/** Failed sign-ins before this session: seen, and not shown any more. */
import { otherMethods } from "@/lib/http/other-methods";
import { sessionHandler } from "@/lib/http/handler";
import { dismissFailures } from "@/lib/sessions/dismiss-failures";

export const DELETE = sessionHandler({ status: 204, handler: ({ ctx }) => dismissFailures(ctx) });

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
