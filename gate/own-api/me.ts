import type { GateMe } from "../../lib/contracts/gate/gate";
import type { Allowed } from "../../lib/verification/verify";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { answerWithKey } from "./own-check";

/** `GET /v1/me`: any key asks what it is and what it may do. */
export function me(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: [] }, (allowed) => jsonAnswer(200, toGateMe(allowed)));
}

function toGateMe({ principal: { key, actsAs, grant }, scopes }: Allowed): GateMe {
  return {
    keyId: key.id,
    clientId: key.clientId,
    name: key.name,
    method: key.method,
    environment: key.environment,
    grantedScopes: [...grant.scopes],
    effectiveScopes: [...scopes],
    account: actsAs.account,
    member: { ...actsAs.user, profile: actsAs.profile },
    expiresAt: grant.expiresAt?.toISOString() ?? null,
  };
}
