import { eq } from "drizzle-orm";

import { transferConfirmations, transfers } from "@/db/schema/transfers";

import type { ConfirmTransferInput } from "../../contracts/accounts/transfers";
import { DomainError, invalid, notFound } from "../../domain/errors";
import { isFullName } from "../../domain/transfers/full-name";
import { standInFaults } from "../../domain/transfers/stand-in";
import { transferRefusalText, type CONFIRMATION_CAPACITIES } from "../../domain/transfers/transfer";
import { change, type Outcome } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { announce } from "../announce";
import { lockStanding } from "../lock-standing";
import { entryOf, onBoth } from "../record";
import { expectStep } from "../refusals";
import { isSharedUser } from "../shared-user";
import { findStandIns } from "../stand-in-facts";
import { accountIdsOf, findTransfer, otherSide, transferOf } from "../reading/transfer-row";
import { bySide, byStandIn, notThisSide, partOf } from "../who";

/**
 * Confirms a transfer for one side, in writing: the person types his or her full name under the statement (S3). Each side
 * needs one admin, and not the same person. Confirmed twice by one person, it is confirmed once. For a source that has lost
 * its admins an admin of its organization does, by the rule of `standInFaults` and with a reason; support never does.
 * @throws DomainError not_found | forbidden | validation_failed | statement_changed | same_person | shared_user |
 *   side_confirmed |
 *   stand_in_refused | transfer_over | transfer_expired | transfer_carried_out
 */
export async function confirmTransfer(
  session: SessionContext,
  transferId: string,
  input: ConfirmTransferInput,
): Promise<void> {
  const { side, fullName, reason } = input;
  if (session.user.isStaff) {
    throw new DomainError("forbidden", "Support opens and carries out transfers, and never confirms one.");
  }
  const found = await ask((db) => findTransfer(db, transferId));
  const part = await ask((db) => partOf(db, session, found));
  const ctx = part[side];
  const { organizationId } = part;
  if (!ctx && (organizationId === null || side !== "source")) throw notThisSide(found, side);
  if (!isFullName(fullName, session.user.name)) {
    throw invalid(
      "/fullName",
      "other_name",
      `Type your full name as your profile has it: ${session.user.name}.`,
    );
  }
  const accountIds = accountIdsOf(found);
  if (ctx) {
    if (reason !== undefined) {
      throw invalid("/reason", "not_needed", "An admin of the account confirms for it without a reason.");
    }
    await change(bySide(ctx, side, found), accountIds, (tx, { now }) =>
      confirm(tx, { session, transferId, input, capacity: "account_admin", now }),
    );
    return;
  }
  if (organizationId === null) throw notThisSide(found, side);
  if (reason === undefined) {
    throw invalid(
      "/reason",
      "required",
      "Say why you stand in for the account. Both sides and support read it.",
    );
  }
  await change(byStandIn(session, organizationId, found), accountIds, (tx, { now }) =>
    confirm(tx, { session, transferId, input, capacity: "organization_admin", now }),
  );
}

type Confirming = {
  readonly session: SessionContext;
  readonly transferId: string;
  readonly input: ConfirmTransferInput;
  readonly capacity: (typeof CONFIRMATION_CAPACITIES)[number];
  readonly now: Date;
};

async function confirm(tx: Transaction, given: Confirming): Promise<Outcome<undefined>> {
  const { session, transferId, input, capacity, now } = given;
  const { side, fullName, statementHash, reason = null } = input;
  const { row, entries } = await lockStanding(tx, transferId, now);
  const { id: userId, name } = session.user;
  const isShared = capacity === "account_admin" && (await isSharedUser(tx, userId, row[side].accountId));
  const confirming = { type: "confirm", side, userId, statementHash, isShared, at: now } as const;
  const step = expectStep(transferOf(row, now), confirming);
  if (!step.isChanged) {
    return { value: undefined, audit: entries.length > 0 ? onBoth(row, entries) : "unchanged" };
  }
  if (capacity === "organization_admin") await expectStandIn(tx, transferId, userId);
  const { state } = step.transfer;
  const written = { side, capacity, fullName, statementHash, reason };
  await tx.insert(transferConfirmations).values({ ...written, transferId, userId, at: now });
  await tx.update(transfers).set({ state }).where(eq(transfers.id, transferId));
  await announce(tx, row, {
    event: `confirmed:${side}:${now.getTime()}`,
    subject: `${name} has confirmed the transfer of ${row.key.name}`,
    text:
      capacity === "organization_admin"
        ? `${name}, an admin of its organization, has confirmed for ${row[side].name}, which has no admin left.`
        : `${name} has confirmed for ${row[side].name}.`,
    next:
      state === "confirmed"
        ? "Both sides have confirmed. Support carries it out."
        : `An admin of ${row[otherSide(side)].name} has to confirm too.`,
    reason,
  });
  const { reason: _reason, ...after } = written;
  const entry = entryOf(row, "transfer.confirmed", { after, reason });
  return { value: undefined, audit: onBoth(row, [...entries, entry]) };
}

/** Under the locks of both accounts. @throws DomainError stand_in_refused, with what is not met */
async function expectStandIn(tx: Transaction, transferId: string, userId: string): Promise<void> {
  const found = (await findStandIns(tx, [transferId])).get(transferId);
  if (!found) throw notFound();
  const faults = standInFaults(found.facts);
  if (faults.length === 0) {
    if (found.organizationAdmins.includes(userId)) return;
    throw new DomainError("shared_user", transferRefusalText("shared_user"));
  }
  throw new DomainError("stand_in_refused", faults.map(({ detail }) => detail).join(" "), {
    errors: faults.map(({ code, detail }) => ({ pointer: "", code, detail })),
  });
}
