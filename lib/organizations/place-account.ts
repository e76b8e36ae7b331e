import { eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { organizations } from "@/db/schema/organizations";

import type {
  CreateOrganizationInput,
  SetOrganizationInput,
  SupportAccountPeople,
} from "../contracts/account-lifecycle";
import { invalid } from "../domain/errors";
import { accountOrganizationNotice } from "../domain/notices/account";
import { organizationAccountNotice } from "../domain/notices/organization";
import type { AuditEntry } from "../domain/record/audit-event";
import { findAccount } from "../kernel/access";
import { byStaff, bySystem } from "../kernel/authority";
import { change, type Outcome } from "../kernel/change";
import type { AccountFacts, StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { findAdmins, tell } from "../kernel/notices";
import { changeOrView } from "../kernel/staff-view";
import { newId } from "../platform/ids";
import { findAccountPeople } from "./account-people";
import { findOrganizationAdmins } from "./admin";

type Placing = SetOrganizationInput & { readonly accountId: string };

/**
 * Puts an account into an organization, by support, or takes it out of the one that it is in: from then on its admins have
 * no part in the account, and can't stand in for it. The admins of all that it concerns are told.
 * @returns the account's people and place as they are now
 * @throws DomainError not_found | forbidden | validation_failed
 */
export function placeAccount(
  ctx: StaffContext,
  { accountId, ...placing }: Placing,
): Promise<SupportAccountPeople> {
  return change(byStaff(ctx), [accountId], async (tx, { account }) => {
    const { audit } = await moveAccount(tx, account, placing);
    const cause = { kind: "reason", reason: placing.reason } as const;
    return {
      value: await findAccountPeople(tx, accountId),
      audit: await changeOrView(tx, ctx, [account], cause, audit),
    };
  });
}

/** Makes an organization with its first account, by support. @returns as above @throws DomainError not_found | forbidden */
export function createOrganization(
  ctx: StaffContext,
  input: CreateOrganizationInput,
): Promise<SupportAccountPeople> {
  return change(byStaff(ctx), [input.accountId], async (tx, { account }) => {
    const { audit } = await makeOrganization(tx, account, input);
    return { value: await findAccountPeople(tx, account.id), audit };
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
  { name, reason }: Pick<CreateOrganizationInput, "name" | "reason">,
): Promise<Outcome<string>> {
  const id = newId();
  // The application's login may write no more columns than these.
  await tx.execute(sql`insert into organizations (id, name) values (${id}, ${name})`);
  const { audit } = await moveAccount(tx, account, { organizationId: id, reason });
  const created: AuditEntry = {
    action: "organization.created",
    subject: { kind: "organization", id, name },
    reason,
  };
  return { value: id, audit: typeof audit === "object" && "action" in audit ? [created, audit] : created };
}

async function moveAccount(
  tx: Transaction,
  account: AccountFacts,
  { organizationId, reason }: SetOrganizationInput,
): Promise<Outcome<undefined>> {
  const { id, name } = account;
  if (account.organizationId === organizationId) return { value: undefined, audit: "unchanged" };
  const from = account.organizationId === null ? null : await findOrganization(tx, account.organizationId);
  const to = organizationId === null ? null : await findOrganization(tx, organizationId);
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
  return {
    value: undefined,
    audit: {
      action: "account.organization_changed",
      subject: { kind: "account", id, name },
      before: { organization: names.from, organizationId: account.organizationId },
      after: { organization: names.to, organizationId },
      reason,
    },
  };
}

async function findOrganization(tx: Transaction, id: string) {
  const [found] = await tx
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, id));
  if (!found) throw invalid("/organizationId", "unknown_organization", "There is no such organization.");
  return found;
}
