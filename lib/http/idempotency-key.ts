import { invalid } from "../domain/errors";

const SHAPE = /^[\x21-\x7E]{1,200}$/;

/** The `Idempotency-Key` of a request, or null. @throws DomainError validation_failed */
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
  return text;
}
