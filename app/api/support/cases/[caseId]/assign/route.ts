/** Makes whoever asks the one who answers a case. */
import { CaseParams } from "@/lib/contracts/support/support";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { assignCase } from "@/lib/support/assign-case";

export const POST = staffHandler({
  params: CaseParams,
  handler: async ({ ctx, params }) => ({ case: await assignCase(ctx, params.caseId) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
