import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError } from "../domain/errors";
import { journeyRefusalText } from "../domain/go-live/journey";
import { availabilityOf, unavailableText } from "../domain/keys/availability";
import { permits } from "../domain/people/profiles";
import { findAccess, findAccount } from "../kernel/access";
import { assertBelowLimit } from "../kernel/accounts/active-key-room";
import type { AuditEntry } from "../domain/record/audit-event";
import type { Transaction } from "../kernel/database";
import { newId } from "../platform/ids";
import { expectWorkingKey, subjectOf } from "./reading/journey-row";
import { expectPrerequisites } from "./recheck";

export type ProductionCopy = {
  readonly key: { readonly id: string; readonly accountId: string; readonly name: string };
  readonly accountName: string;
  readonly audit: AuditEntry;
};

/**
 * Makes the production copy of a sandbox key: the same GUID, name, method, scopes and addresses, and nothing that it could
 * be used with yet. Who asked for it is its creator, and has to be an admin there still; the account has to have keys
 * still (R1), and room for one (R10); in the sandbox he or she manages the key still, and an app is set up. The caller has
 * decided it, and has the locks of both accounts.
 * @returns it, and what goes on the record of the production account: its beginning
 * @throws DomainError key_already_revoked | key_expired | requester_not_admin | account_closed | plan_not_eligible |
 *   feature_not_enabled | prerequisites_unmet | active_key_limit | already_live
 */
export async function takeLive(
  tx: Transaction,
  taken: {
    readonly sandbox: { readonly id: string; readonly accountId: string };
    readonly productionAccountId: string;
    readonly requesterId: string;
    /** Null where the operator's setting decided. */
    readonly caseId: string | null;
    readonly caseNumber: number | null;
    readonly now: Date;
  },
): Promise<ProductionCopy> {
  const { sandbox, productionAccountId: accountId, requesterId, caseId, caseNumber, now } = taken;
  const key = await expectWorkingKey(tx, sandbox.accountId, sandbox.id, now);
  const accountName = await assertMayHave(tx, requesterId, accountId);
  await expectPrerequisites(tx, requesterId, key, ["app_set_up"]);
  await assertBelowLimit(tx, accountId, now);
  const sandboxAccount = await findAccount(tx, key.accountId);
  const copied = {
    clientId: key.clientId,
    method: key.method,
    scopes: key.scopes,
    allowedRanges: key.allowedRanges,
    isPublic: key.isPublic,
  };
  const made = await tx
    .insert(integrationKeys)
    .values({
      ...copied,
      id: newId(),
      accountId,
      environment: "production",
      name: key.name,
      createdBy: requesterId,
      createdAt: now,
      // Of a long-lived key both come when it is issued.
      expiresAt: null,
      prefix: null,
    })
    .onConflictDoNothing()
    .returning({ id: integrationKeys.id });
  const id = made[0]?.id;
  if (id === undefined) throw new DomainError("already_live", journeyRefusalText("already_live"));
  const copy = { id, accountId, name: key.name };
  return {
    key: copy,
    accountName,
    audit: {
      action: "key.taken_live",
      subject: subjectOf(copy),
      after: {
        ...copied,
        createdBy: requesterId,
        expiresAt: null,
        sandboxKeyId: key.id,
        // A reader of this record knows nothing of the other account's.
        sandboxAccountId: key.accountId,
        sandboxAccount: sandboxAccount.name,
        requestedBy: requesterId,
        caseId,
        ...(caseNumber === null ? {} : { caseNumber }),
      },
    },
  };
}

/** @returns the account's name */
async function assertMayHave(tx: Transaction, requesterId: string, accountId: string): Promise<string> {
  const access = await findAccess(tx, requesterId, accountId, "share");
  if (!access || !permits(access.profile, "key:create")) {
    throw new DomainError(
      "requester_not_admin",
      "Who asked for this is no admin of the production account any more. An admin of it has to ask again.",
    );
  }
  const { account } = access;
  if (account.status === "closed") {
    throw new DomainError("account_closed", `${account.name} is closed: no key can be made in it.`);
  }
  const availability = availabilityOf(account);
  if (availability === "available") return account.name;
  throw new DomainError(availability, `${account.name}: ${unavailableText(availability, account.plan)}`);
}
