import { expect, it } from "vitest";

import { newSecret } from "../platform/secrets/secrets";
import { readIdempotencyKey } from "./idempotency-key";

const read = (key: string) =>
  readIdempotencyKey(new Request("http://console.test", { headers: { "Idempotency-Key": key } }));

it("takes a random one as it is", () => {
  expect(read("01a225fd-9e9b-77a5-b39e-4435004ea33a")).toBe("01a225fd-9e9b-77a5-b39e-4435004ea33a");
});

it("takes no secret, which it would keep, and says so without it", () => {
  const secret = newSecret("ik", "production").text;
  for (const key of [secret, `create-${secret}`, secret.slice(8), secret.replaceAll("_", "%5F")]) {
    expect(() => read(key)).toThrow(
      expect.objectContaining({
        code: "validation_failed",
        errors: [expect.objectContaining({ pointer: "#Idempotency-Key", code: "holds_secret" })],
      }),
    );
  }
});
