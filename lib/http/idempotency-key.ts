import { invalid } from "../domain/errors";
import { holdsSecret } from "../domain/secrets/secrets-in-text";

const SHAPE = /^[\x21-\x7E]{1,200}$/;

/**
 * The `Idempotency-Key` of a request, or null. It is kept, so none that is a secret or has one in it is taken: masked,
 * two of them could be one (R9).
 * @throws DomainError validation_failed
 */
export function readIdempotencyKey(request: Request): string | null {
  const text = request.headers.get("idempotency-key");
  if (text === null) return null;
  if (!SHAPE.test(text)) {
    throw invalid(
      "#Idempotency-Key",
      "idempotency_key_shape",
      "An Idempotency-Key has 1 to 200 visible ASCII characters.",
    );
  }
  if (holdsSecret(text)) {
    const detail = "This Idempotency-Key looks like an integration key, and it is kept. Use a random one.";
    throw invalid("#Idempotency-Key", "holds_secret", detail);
  }
  return text;
}
