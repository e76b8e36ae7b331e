import { and, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { transfers, type TRANSFER_OPENERS } from "@/db/schema/transfers";

import type { OpenTransferAsSupportInput, OpenTransferInput } from "../../contracts/accounts/transfers";
import { DomainError, invalid, notFound } from "../../domain/errors";
import { transferStatement } from "../../domain/transfers/statement";
import { byMember, byStaff } from "../../kernel/authority";
import { change, type OnRecords } from "../../kernel/change";
import type { AccountContext, AccountFacts, StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { authorize, findAccount } from "../../kernel/access";
import { newId } from "../../platform/ids";
import { IS_AGENT } from "../../row-state/key-status";
import { announce } from "../announce";
import { assertNews } from "../assert-news";
import { expireTransferOf } from "./expire-transfers";
import { findUnmet } from "../facts";
import { inCase } from "../in-case";
import { entryOf, onBoth } from "../record";
import { assertMet } from "../refusals";
import { statementHash } from "../statement-hash";
import { openCaseOf } from "../reading/transfer-case";
import { findTransfer } from "../reading/transfer-row";

/**
 * Opens a transfer of an app from one management account to another (S3), by an admin of either of them. Nothing moves
 * before a person of each side has confirmed it and support has carried it out. An app has one transfer at a time.
 * @returns the transfer's id
 * @throws DomainError forbidden | not_found | validation_failed | not_an_app | transfer_conditions |
 *   transfer_already_open | too_many_attempts
 */
export async function openTransfer(ctx: AccountContext, input: OpenTransferInput): Promise<string> {
  authorize(ctx, "key:transfer");
  const { sourceAccountId, destinationAccountId } = assertTwoAccounts(input);
  if (ctx.account.id !== sourceAccountId && ctx.account.id !== destinationAccountId) {
    throw invalid("/sourceAccountId", "other_account", "One of the two accounts has to be this one.");
  }
  await expireTransferOf({ clientId: input.clientId, accountId: sourceAccountId });
  const isSource = ctx.account.id === sourceAccountId;
  const authority = byMember(ctx, "key:transfer", {
    [isSource ? destinationAccountId : sourceAccountId]: null,
  });
  return change(authority, [sourceAccountId, destinationAccountId], async (tx, { now }) =>
    open(tx, input, {
      openedFor: isSource ? "source" : "destination",
      openedBy: ctx.user.id,
      source: await findAccount(tx, sourceAccountId),
      destination: await findAccount(tx, destinationAccountId),
      now,
    }),
  );
}

/**
 * Opens a transfer on behalf of whoever asked support for it. Support never confirms one.
 * @returns the transfer's id
 * @throws DomainError forbidden | not_found | validation_failed | not_an_app | transfer_conditions |
 *   transfer_already_open
 */
export async function openTransferAsSupport(
  ctx: StaffContext,
  input: OpenTransferAsSupportInput,
): Promise<string> {
  const { sourceAccountId, destinationAccountId } = assertTwoAccounts(input);
  await expireTransferOf({ clientId: input.clientId, accountId: sourceAccountId });
  return change(
    byStaff(ctx),
    [sourceAccountId, destinationAccountId],
    async (tx, { accounts: [source, destination], now }) => {
      if (!source || !destination) throw notFound();
      const told = await inCase(tx, [source.id, destination.id], input.caseId);
      const by = { openedFor: "support", openedBy: ctx.user.id } as const;
      const { value, audit } = await open(tx, input, { ...by, source, destination, now });
      return { value, audit: told(audit) };
    },
  );
}

function assertTwoAccounts(input: OpenTransferInput): OpenTransferInput {
  if (input.sourceAccountId === input.destinationAccountId) {
    throw invalid("/destinationAccountId", "same_account", "Choose another account: the app is in this one.");
  }
  return input;
}

type Opened = {
  readonly openedFor: (typeof TRANSFER_OPENERS)[number];
  readonly openedBy: string;
  readonly source: AccountFacts;
  readonly destination: AccountFacts;
  readonly now: Date;
};

async function open(
  tx: Transaction,
  input: OpenTransferInput,
  opened: Opened,
): Promise<{ readonly value: string; readonly audit: OnRecords }> {
  const { source, destination, now } = opened;
  const { environment } = source;
  const { clientId, reason, credentials } = input;
  const key = await lockApp(tx, source, clientId);
  if (destination.environment !== environment) {
    throw invalid(
      "/destinationAccountId",
      "other_environment",
      `An app of a ${environment} account goes to another ${environment} account. From the sandbox to production it goes by Go Live.`,
    );
  }
  assertMet(
    await findUnmet(
      tx,
      { keyId: key.id, sourceAccountId: source.id, destinationAccountId: destination.id },
      now,
    ),
  );
  if (opened.openedFor !== "support") await assertNews(tx, source, destination, now);
  const id = newId();
  const statement = transferStatement({
    clientId,
    keyName: key.name,
    environment,
    source: { accountId: source.id, name: source.name },
    destination: { accountId: destination.id, name: destination.name },
    credentials,
    reason,
  });
  const made = await tx
    .insert(transfers)
    .values({
      id,
      keyId: key.id,
      environment,
      sourceAccountId: source.id,
      destinationAccountId: destination.id,
      reason,
      credentials,
      statement,
      statementHash: statementHash(statement),
      openedFor: opened.openedFor,
      openedBy: opened.openedBy,
      openedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: transfers.id });
  if (made.length === 0) {
    throw new DomainError(
      "transfer_already_open",
      "A transfer of this app is open already. Confirm, decline or withdraw that one first.",
    );
  }
  const { openedBy } = opened;
  await openCaseOf(tx, { transferId: id, sourceAccountId: source.id, openedBy, reason, now });
  const row = await findTransfer(tx, id);
  await announce(tx, row, {
    event: "opened",
    subject: `A transfer of ${row.key.name} waits for your confirmation`,
    text: "an admin of each side has to confirm it.",
    next: "Read its statement, then confirm or decline.",
    reason,
  });
  const entry = entryOf(row, "transfer.opened", {
    after: {
      clientId,
      sourceAccountId: source.id,
      destinationAccountId: destination.id,
      credentials,
      openedFor: opened.openedFor,
      statementHash: row.statementHash,
    },
    reason,
  });
  return { value: id, audit: onBoth(row, [entry]) };
}

async function lockApp(tx: Transaction, account: AccountFacts, clientId: string) {
  const [key] = await tx
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      method: integrationKeys.method,
      isAgent: IS_AGENT,
    })
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, account.id),
        eq(integrationKeys.clientId, clientId),
        eq(integrationKeys.environment, account.environment),
      ),
    )
    .for("no key update");
  if (!key) throw notFound();
  if (key.method !== "oauth") {
    throw new DomainError(
      "not_an_app",
      "A long-lived key acts as a member of its account and is not transferred. Create one in the other account in its place.",
    );
  }
  if (key.isAgent) {
    throw new DomainError(
      "not_an_app",
      "This key stands for an agent, which is not transferred: the other account lets it act by its own policy.",
    );
  }
  return key;
}
