/**
 * Whom an organization's consent covers (PRODUCT 10; S5): people whose address is of a domain that the organization has proven,
 * in its own accounts. It says nothing about the accounts of others that they are in.
 */
import { covers, type GrantName } from "./asked-scopes";

/** Apps that an organization may have authorized at once. */
export const AUTHORIZED_APPS_MAX = 200;

/** What one organization's consent would be for a person in one of its accounts. */
export type Covering = {
  readonly scopes: readonly string[];
  /** Domains whose claims the organization holds, in ASCII. */
  readonly domains: readonly string[];
};

/**
 * The first of these that covers a person and all that is asked; null where none does, and the person is asked.
 * @param mailDomain of the person's address, in ASCII
 */
export function coveringConsent<T extends Covering>(
  candidates: readonly T[],
  mailDomain: string,
  names: readonly GrantName[],
): T | null {
  return (
    candidates.find(({ scopes, domains }) => domains.includes(mailDomain) && covers(scopes, names)) ?? null
  );
}
