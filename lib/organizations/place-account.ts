import { eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import type {
  CreateOrganizationInput,
  SetOrganizationInput,
  SupportAccountPeople,
} from "../contracts/accounts/account-lifecycle";
import { invalid } from "../domain/errors";
import { accountOrganizationNotice } from "../domain/notices/account";
import { organizationAccountNotice } from "../domain/notices/organization";
import type { AuditEntry } from "../domain/record/audit-event";
import { findAccount } from "../kernel/access";
import { byStaff, bySystem } from "../kernel/authority";
import { change, onRecordsOf, type Outcome } from "../kernel/change";
import type { AccountFacts, StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { causeOf, withCase } from "../kernel/cases/in-case";
import { findAdmins, tell } from "../kernel/people/notices";
import { endRights, findOrganizationAdmins, lockOrganizations } from "../kernel/accounts/organization-admins";
import { changeOrView } from "../kernel/cases/staff-view";
import { newId } from "../platform/ids";
import { findAccountPeople } from "./account-people";

type Placing = SetOrganizationInput & { readonly accountId: string };

/**
 * Puts an account into an organization, by support, or takes it out of the one that it is in: from then on its admins have
 * no part in the account, and can't stand in for it; those who are members of no other account of it are its admins no more. The admins of all that it concerns are told.
 * @returns the account's people and place as they are now
 * @throws DomainError not_found | forbidden | validation_failed | last_organization_admin
 */
export function placeAccount(
  ctx: StaffContext,
  { accountId, ...placing }: Placing,
): Promise<SupportAccountPeople> {
  return change(byStaff(ctx), [accountId], async (tx, { account }) => {
    const cause = await causeOf(tx, accountId, placing);
    const { audit } = await moveAccount(tx, account, placing);
    return {
      value: await findAccountPeople(tx, accountId),
      audit: await changeOrView(tx, ctx, [account], cause, withCase(audit, accountId, cause)),
    };
  });
}

/**
 * The same by a command of the operator.
 * @returns false where the account was there already
 * @throws DomainError not_found | validation_failed | last_organization_admin
 */
export function placeAccountAsOperator(
  command: string,
  { accountId, ...placing }: Placing,
): Promise<boolean> {
  return change(bySystem(command), [accountId], async (tx) => {
    const { audit } = await moveAccount(tx, await findAccount(tx, accountId), placing);
    return { value: audit !== "unchanged", audit };
  });
}

/** Makes an organization with its first account, by support. @returns as above @throws DomainError not_found | forbidden */
export function createOrganization(
  ctx: StaffContext,
  input: CreateOrganizationInput,
): Promise<SupportAccountPeople> {
  return change(byStaff(ctx), [input.accountId], async (tx, { account }) => {
    const cause = await causeOf(tx, account.id, input);
    const { audit } = await makeOrganization(tx, account, input);
    return { value: await findAccountPeople(tx, account.id), audit: withCase(audit, account.id, cause) };
  });
}

/** The same by a command of the operator. @returns its id @throws DomainError not_found */
export function createOrganizationAsOperator(
  command: string,
  input: CreateOrganizationInput,
): Promise<string> {
  return change(bySystem(command), [input.accountId], async (tx) =>
    makeOrganization(tx, await findAccount(tx, input.accountId), input),
  );
}

async function makeOrganization(
  tx: Transaction,
  account: AccountFacts,
  { name, reason, leavesNone }: Omit<CreateOrganizationInput, "accountId">,
): Promise<Outcome<string>> {
  const id = newId();
  // The application's login may write no more columns than these.
  await tx.execute(sql`insert into organizations (id, name) values (${id}, ${name})`);
  const { audit } = await moveAccount(tx, account, { organizationId: id, reason, leavesNone });
  const created: AuditEntry = {
    action: "organization.created",
    subject: { kind: "organization", id, name },
    reason,
  };
  const records = typeof audit === "object" && "records" in audit ? audit.records : {};
  return { value: id, audit: onRecordsOf({ [account.id]: created }, records) };
}

async function moveAccount(
  tx: Transaction,
  account: AccountFacts,
  { organizationId, reason, leavesNone }: SetOrganizationInput,
): Promise<Outcome<undefined>> {
  const { id, name } = account;
  if (account.organizationId === organizationId) return { value: undefined, audit: "unchanged" };
  const ids = [account.organizationId, organizationId].filter((each) => each !== null);
  const locked = await lockOrganizations(tx, ids);
  const [from = null, to = null] = [account.organizationId, organizationId].map((each) =>
    locked.find((organization) => organization.id === each),
  );
  if (organizationId !== null && to === null) {
    throw invalid("/organizationId", "unknown_organization", "There is no such organization.");
  }
  await tx.update(accounts).set({ organizationId }).where(eq(accounts.id, id));
  const event = newId();
  const names = { from: from?.name ?? null, to: to?.name ?? null, event };
  await tell(tx, await findAdmins(tx, id), accountOrganizationNotice({ id, name }, names, reason));
  for (const organization of [from, to]) {
    if (!organization) continue;
    const moved = { accountName: name, isIn: organization.id === organizationId, event };
    await tell(
      tx,
      await findOrganizationAdmins(tx, organization.id),
      organizationAccountNotice(organization, moved, reason),
    );
  }
  const ended = await endRights(tx, from === null ? [] : [from], { reason, leavesNone });
  const moved: AuditEntry = {
    action: "account.organization_changed",
    subject: { kind: "account", id, name },
    before: { organization: names.from, organizationId: account.organizationId },
    after: { organization: names.to, organizationId },
    reason,
  };
  return { value: undefined, audit: onRecordsOf({ [id]: moved }, ended) };
}
