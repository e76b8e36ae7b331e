/** One case. */
import { CaseParams } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { getCase } from "@/lib/support/get-case";

export const GET = staffRoute({
  params: CaseParams,
  handler: async ({ ctx, params }) => ({ case: await getCase(ctx, params.caseId) }),
});
