import type { VerifyPublic } from "../../lib/contracts/gate/gate";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";

/** Empty, not absent: a gateway that copies headers of the answer writes over what the client claims to be. */
const NOBODY = {
  "X-Countersign-Call": "",
  "X-Countersign-Key": "",
  "X-Countersign-Account": "",
  "X-Countersign-User": "",
  "X-Countersign-Environment": "",
  "X-Countersign-Scopes": "",
  "X-RateLimit-Limit": "",
  "X-RateLimit-Remaining": "",
  "X-RateLimit-Reset": "",
  "X-BurstLimit-Limit": "",
  "X-BurstLimit-Remaining": "",
} as const;

/**
 * The answer of `/v1/authorize` for a public route. A credential that came along is not looked at, not even whether it is
 * one: whoever needs none must not be refused for a bad one.
 */
export function letPublicThrough(request: GateRequest, service: GateService): GateAnswer {
  service.onPublicRequest();
  return { status: 200, headers: { "X-Request-Id": request.requestId, ...NOBODY }, body: null };
}

const PUBLIC: VerifyPublic = {
  valid: true,
  public: true,
  callId: null,
  keyId: null,
  clientId: null,
  accountId: null,
  userId: null,
  environment: null,
  scopes: [],
  expiresAt: null,
  limits: null,
};

/** The same for `POST /v1/verify`. */
export function publicVerdict(service: GateService): VerifyPublic {
  service.onPublicRequest();
  return PUBLIC;
}
