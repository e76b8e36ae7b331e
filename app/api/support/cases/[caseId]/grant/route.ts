/** Grants what a case asks for, and closes it. */
import { CaseParams, GrantCaseBody } from "@/lib/contracts/support/support";
import { grantGoLiveCase } from "@/lib/go-live/decide-case";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { answerCase } from "@/lib/support/answer-case";
import { grantCase } from "@/lib/support/close-case";
import { grantTransferCase } from "@/lib/transfers/steps/answer-case";

export const POST = staffHandler({
  params: CaseParams,
  body: GrantCaseBody,
  handler: async ({ ctx, params, body }) => {
    const input = { ...body, caseId: params.caseId };
    return {
      case: await answerCase(ctx, params.caseId, {
        access_request: (staff) => grantCase(staff, input),
        go_live: (staff) => grantGoLiveCase(staff, input),
        transfer: (staff) => grantTransferCase(staff, input),
      }),
    };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
