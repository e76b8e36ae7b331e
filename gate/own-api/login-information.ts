/**
 * `GET /restapi/v2/login_information`: the first call of clients with legacy authentication, which read from it where to send
 * the rest (WIRE-FACTS 6). A credential works for its own account (R7), so that account is the only one; the real platform
 * lists all accounts of the person.
 */
import type { LoginInformation } from "../../lib/contracts/gate/gate-diagnostics";
import { emailOf } from "../../lib/verification/own-api/user-email";
import type { Refused } from "../../lib/verification/verify";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import { refusalAnswer, refusalText } from "../checks/refusal";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { answerWithKey } from "./own-check";
import { likeRest, restError } from "./rest-errors";

/** Any credential may ask. */
export function loginInformation(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(
    request,
    service,
    { scopes: [] },
    async ({ principal: { actsAs } }) => {
      const { account, user } = actsAs;
      const email = await service.verification.readOwn((database) => emailOf(database, user.id));
      const body: LoginInformation = {
        loginAccounts: [
          {
            name: account.name,
            accountId: account.id,
            baseUrl: `${service.accessPoints.api}restapi/v2/accounts/${account.id}`,
            isDefault: "true",
            userName: user.name,
            userId: user.id,
            email,
            siteDescription: "",
          },
        ],
      };
      return jsonAnswer(200, body);
    },
    (refused) => refuse(refused, request, service),
  );
}

/** Clients with legacy authentication know no token that could be wrong. */
function refuse(refused: Refused, request: GateRequest, service: GateService): GateAnswer {
  const problem = refusalAnswer(refused, [], request, service);
  const answer = likeRest(problem, refused.code, refusalText(refused));
  if (refused.legacy === undefined || refusalStatus(refused.code) !== 401) return answer;
  const own = restError(401, "USER_AUTHENTICATION_FAILED", refusalText(refused), problem.headers);
  return problem.isSteady === undefined ? own : { ...own, isSteady: problem.isSteady };
}
