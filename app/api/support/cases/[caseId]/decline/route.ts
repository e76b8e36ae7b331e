/** Answers a case with no, and says why. */
import { CaseParams, DeclineCaseBody } from "@/lib/contracts/support/support";
import { declineGoLiveCase } from "@/lib/go-live/decide-case";
import { otherMethods } from "@/lib/http/other-methods";
import { staffHandler } from "@/lib/http/handler";
import { answerCase } from "@/lib/support/answer-case";
import { declineCase } from "@/lib/support/close-case";
import { declineTransferCase } from "@/lib/transfers/steps/answer-case";

export const POST = staffHandler({
  params: CaseParams,
  body: DeclineCaseBody,
  handler: async ({ ctx, params, body }) => {
    const input = { ...body, caseId: params.caseId };
    return {
      case: await answerCase(ctx, params.caseId, {
        access_request: (staff) => declineCase(staff, input),
        go_live: (staff) => declineGoLiveCase(staff, input),
        transfer: (staff) => declineTransferCase(staff, input),
      }),
    };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
