import type { GateMe } from "../lib/contracts/gate";
import type { Allowed } from "../lib/verification/verify";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "./answer";
import { answerWithKey } from "./own-check";

/** `GET /v1/me` (PRODUCT 7.4): any key asks what it is and what it may do. */
export function me(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: [] }, (allowed) => jsonAnswer(200, toGateMe(allowed)));
}

function toGateMe({ key, scopes }: Allowed): GateMe {
  return {
    keyId: key.keyId,
    clientId: key.clientId,
    name: key.name,
    method: key.method,
    environment: key.environment,
    grantedScopes: [...key.grantedScopes],
    effectiveScopes: [...scopes],
    account: key.account,
    member: key.user,
    expiresAt: key.expiresAt?.toISOString() ?? null,
  };
}
