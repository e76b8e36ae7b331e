/** Enables the feature for the account that asked, and closes its case. */
import { CaseParams, GrantCaseBody } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { grantCase } from "@/lib/support/close-case";

export const POST = staffRoute({
  params: CaseParams,
  body: GrantCaseBody,
  handler: async ({ ctx, params, body }) => ({
    case: await grantCase(ctx, { ...body, caseId: params.caseId }),
  }),
});
