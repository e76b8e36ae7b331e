import { eq } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { passwordLinks } from "@/db/schema/mailed-links";
import { signInFailures } from "@/db/schema/users";

import { sha256 } from "../../platform/secrets/secrets";

/** What tallies know a person by, whether or not somebody has this address: hashed, so that they are no list of addresses. */
export function personOf(email: string): string {
  return sha256(email.toLowerCase()).toString("hex");
}

/** Forgets all that was counted against a person: another password has made the guesses worthless. */
export async function forgetTries(tx: Transaction, email: string): Promise<void> {
  await tx.delete(signInFailures).where(eq(signInFailures.person, personOf(email)));
}

/** Ends the link that was mailed to a person to choose another password: it has been chosen another way. */
export async function endPasswordLink(tx: Transaction, email: string): Promise<void> {
  await tx.delete(passwordLinks).where(eq(passwordLinks.person, personOf(email)));
}
