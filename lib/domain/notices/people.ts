/** What the admins of accounts are told of their people. */
import { auditLogPath, membersPath } from "./console-paths";
import type { Notice, NoticeLine } from "./notice";

type Named = { readonly id: string; readonly name: string };

const ACCOUNTS_NAMED_MAX = 20;

/**
 * The notice that a person was deactivated in all accounts, or brought back, to an admin of some of them.
 * @param changed.accounts those of which whoever is told is an admin
 * @param changed.event names this happening: it can happen again
 */
export function personStatusNotice(
  person: Named,
  changed: { readonly isActive: boolean; readonly event: string; readonly accounts: readonly Named[] },
  reason: string,
): Notice {
  const { isActive, event, accounts } = changed;
  const [first, ...others] = accounts;
  const named = accounts.slice(0, ACCOUNTS_NAMED_MAX).map(({ id, name }): NoticeLine => ({
    link: { label: name, path: auditLogPath(id) },
    text: isActive
      ? `: the keys of ${person.name} that have not ended work again.`
      : `: the keys that act as ${person.name} are refused from now on. Its audit log says how many.`,
  }));
  const more = accounts.length - named.length;
  return {
    kind: "account",
    accountId: first && others.length === 0 ? first.id : null,
    eventKey: `person:${person.id}:${event}`,
    subject: isActive ? `${person.name} is active again` : `${person.name} is deactivated in all accounts`,
    lines: [
      ...named,
      ...(more > 0 ? [{ link: null, text: `And in ${more} more of your accounts.` }] : []),
      { link: null, text: `Support did that. Reason: ${reason}` },
    ],
  };
}

/** The notice that a member has left an account, to its admins. @param event names this happening */
export function memberLeftNotice(
  account: Named,
  left: { readonly person: string; readonly keysStopped: number; readonly event: string },
  reason: string | null,
): Notice {
  const { person, keysStopped, event } = left;
  const keys =
    keysStopped === 1
      ? "1 key that acts as this member is"
      : `${keysStopped} keys that act as this member are`;
  return {
    kind: "account",
    accountId: account.id,
    eventKey: `left:${account.id}:${event}`,
    subject: `${person} has left ${account.name}`,
    lines: [
      {
        link: { label: "Members", path: membersPath(account.id) },
        text: keysStopped === 0 ? ": no key acts as this member." : `: ${keys} refused from now on.`,
      },
      ...(reason === null ? [] : [{ link: null, text: `Reason: ${reason}` }]),
    ],
  };
}
