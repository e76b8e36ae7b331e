/** The check of the account's hash chain. */
import { verifyAuditChain } from "@/lib/audit/verify";
import { accountRoute } from "@/lib/http/route";

export const GET = accountRoute({ handler: ({ ctx }) => verifyAuditChain(ctx) });
