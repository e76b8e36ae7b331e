/** What a request rested on, looked at again when it is decided. */
import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError, type FieldError } from "../domain/errors";
import type { AuthenticationMethod } from "../domain/keys/availability";
import { mayManageKey } from "../domain/people/profiles";
import { prerequisitesOf, type Prerequisite } from "../domain/go-live/prerequisites";
import { findAccess } from "../kernel/access";
import type { Transaction } from "../kernel/database";
import { readPrerequisiteFacts } from "./reading/read-prerequisites";

/**
 * Refuses to decide in favour of a request where a prerequisite is not met any more, or who asked does not manage the
 * sandbox key any more (R2): with all that is missing. The caller has the locks of the decision.
 * @param codes the prerequisites that this decision rests on
 * @throws DomainError prerequisites_unmet
 */
export async function expectPrerequisites(
  tx: Transaction,
  requesterId: string,
  key: {
    readonly id: string;
    readonly accountId: string;
    readonly method: AuthenticationMethod;
    readonly createdBy: string;
  },
  codes: readonly Prerequisite["code"][],
): Promise<void> {
  const unmet: FieldError[] = [];
  const access = await findAccess(tx, requesterId, key.accountId, "share");
  if (!access || !mayManageKey(access.profile, requesterId, key.createdBy)) {
    const detail =
      "Who asked for this does not manage the sandbox key any more. Whoever does has to ask again.";
    unmet.push({ pointer: "", code: "requester_manages_key", detail });
  }
  // Whoever decides reads it, and is somebody else.
  const asker = { name: await nameOf(tx, requesterId) };
  const prerequisites = prerequisitesOf(await readPrerequisiteFacts(tx, requesterId, key), asker);
  for (const { code, isMet, detail } of prerequisites) {
    if (!isMet && codes.includes(code)) unmet.push({ pointer: "", code, detail });
  }
  if (unmet.length === 0) return;
  const words = unmet.map(({ detail }) => detail).join(" ");
  throw new DomainError("prerequisites_unmet", `What this rests on is not met any more: ${words}`, {
    errors: unmet,
  });
}

async function nameOf(tx: Transaction, userId: string): Promise<string> {
  const [person] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return person?.name ?? "Who asked";
}
