/** Names the account that was opened last. A convenience: what may be opened is decided by the membership. */
export const LAST_ACCOUNT_COOKIE = "countersign.account";

type Account = { readonly id: string; readonly environment: string; readonly isClosed: boolean };

/** The account to open first: the last one, else an open production account, else any. */
export function firstAccount<A extends Account>(
  accounts: readonly A[],
  lastId: string | undefined,
): A | null {
  return (
    accounts.find((account) => account.id === lastId) ??
    accounts.find((account) => account.environment === "production" && !account.isClosed) ??
    accounts.find((account) => !account.isClosed) ??
    accounts[0] ??
    null
  );
}
