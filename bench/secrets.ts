import { createHash } from "node:crypto";

import { formatSecret } from "../lib/domain/secrets/key-secret";

/** The secret of key number `n`: the same in every run, so that a seeded database can be used again. */
export function benchSecret(n: number): string {
  const bytes = createHash("sha512").update(`countersign bench ${n}`).digest();
  const secret = formatSecret("ik", "production", bytes);
  if (secret === null) throw new Error(`Key number ${n} has no secret; leave it out`);
  return secret;
}
