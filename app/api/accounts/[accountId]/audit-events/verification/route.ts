/** The check of the account's hash chain. */
import { verifyAuditChain } from "@/lib/audit/verify";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({ handler: ({ ctx }) => verifyAuditChain(ctx) });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
