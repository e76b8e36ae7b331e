/** What is about an organization and an app goes on the records of its accounts and of the one that manages the app. */
import { byOrganizationAdmin } from "../../kernel/authority";
import { change, type Outcome } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import type { Reader, Transaction } from "../../kernel/database";
import { whileMoving } from "../../kernel/moved";
import { accountIdsOf, expectAdministered } from "../../kernel/accounts/organization-access";
import { lockPlace } from "../../kernel/accounts/organization-accounts";
import type { HeldOrganization } from "./store";

type Elsewhere = {
  /** The account that manages the app. */
  readonly managerId: string;
  /** Another account that the change is about besides. */
  readonly accountId?: string;
};

/**
 * Changes what an organization lets apps do, by one of its admins, under the locks of all accounts that it is about; once more
 * where one of them is another meanwhile.
 * @param find the accounts beside the organization's own. What it finds is looked at again by `work`, which throws Moved
 * @throws DomainError not_found for who is no admin of it, conflict, and what both throw
 */
export function overOrganization<T>(
  ctx: SessionContext,
  organizationId: string,
  find: (db: Reader, organization: { readonly id: string; readonly name: string }) => Promise<Elsewhere>,
  work: (tx: Transaction, organization: HeldOrganization, elsewhere: Elsewhere) => Promise<Outcome<T>>,
): Promise<T> {
  return whileMoving(
    async (db) => {
      const organization = await expectAdministered(db, ctx, organizationId);
      return { elsewhere: await find(db, organization), accountIds: await accountIdsOf(db, organizationId) };
    },
    ({ elsewhere, accountIds }) => {
      const { managerId, accountId = managerId } = elsewhere;
      const all = [...new Set([...accountIds, managerId, accountId])];
      // An account that has left the organization meanwhile is no reason to refuse its admin: it is begun again.
      return change(byOrganizationAdmin(ctx, organizationId, all), all, async (tx) => {
        const { id, name } = await lockPlace(tx, organizationId, accountIds);
        return work(tx, { id, name, accountIds }, elsewhere);
      });
    },
  );
}
