/** Declines a case, with the reason. */
import { CaseParams, DeclineCaseBody } from "@/lib/contracts/support";
import { staffRoute } from "@/lib/http/route";
import { declineCase } from "@/lib/support/close-case";

export const POST = staffRoute({
  params: CaseParams,
  body: DeclineCaseBody,
  handler: async ({ ctx, params, body }) => ({
    case: await declineCase(ctx, { ...body, caseId: params.caseId }),
  }),
});
