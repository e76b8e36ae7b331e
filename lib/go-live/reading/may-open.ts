import { availabilityOf } from "../../domain/keys/availability";
import { permits } from "../../domain/people/profiles";
import { findAccess } from "../../kernel/access";
import type { Reader } from "../../kernel/database";

/**
 * True where a person may open the pages of keys of an account (R1, R2): an active member whose profile reads keys, while
 * the account has any. A link to a key is shown to nobody else, who would find no page behind it.
 */
export async function mayOpenKeysOf(db: Reader, userId: string, accountId: string): Promise<boolean> {
  const access = await findAccess(db, userId, accountId);
  return (
    access !== null && permits(access.profile, "key:read") && availabilityOf(access.account) === "available"
  );
}
