import type { Explanation } from "../../contracts/keys/explain";
import type { CheckContext } from "../../domain/verdict/check-text";
import { decide, refusalStatus, REFUSAL_TEXTS } from "../../domain/verdict/verdict";

/** The gate looks at no key there, so no check of it has an outcome. */
export const PUBLIC_VERDICT: Explanation["verdict"] = {
  allowed: true,
  code: "allowed",
  status: 200,
  text: "Let through without looking at the key: the route is public. It is no call of this key.",
  missing: [],
  scopes: [],
  retryAfterSeconds: null,
};

/** The verdict of the gate on these facts, in words. */
export function verdictOf({ facts, request, at }: CheckContext): Explanation["verdict"] {
  const verdict = decide(facts, request, at);
  const scopes = [...verdict.scopes];
  if (verdict.allowed) {
    const text = "Let through.";
    return {
      allowed: true,
      code: "allowed",
      status: 200,
      text,
      missing: [],
      scopes,
      retryAfterSeconds: null,
    };
  }
  const { code, missing, retryAfterSeconds } = verdict;
  const [status, text] = [refusalStatus(code), REFUSAL_TEXTS[code]];
  return { allowed: false, code, status, text, missing: [...missing], scopes, retryAfterSeconds };
}
