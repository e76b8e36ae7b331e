/** One case. */
import { CaseParams } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { getCase } from "@/lib/support/get-case";

export const GET = staffHandler({
  params: CaseParams,
  handler: async ({ ctx, params }) => ({ case: await getCase(ctx, params.caseId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
