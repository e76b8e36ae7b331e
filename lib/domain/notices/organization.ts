/** What the admins of an organization are told that support or the operator has done to it. */
import { organizationPath } from "./console-paths";
import type { Notice } from "./notice";

type NamedOrganization = { readonly id: string; readonly name: string };

/** The notice that an account came to the organization, or left it. @param event names this happening */
export function organizationAccountNotice(
  organization: NamedOrganization,
  moved: { readonly accountName: string; readonly isIn: boolean; readonly event: string },
  reason: string,
): Notice {
  const { id, name } = organization;
  const { accountName, isIn, event } = moved;
  return {
    kind: "account",
    accountId: null,
    eventKey: `organization:${id}:${event}`,
    subject: isIn ? `${accountName} belongs to ${name} now` : `${accountName} has left ${name}`,
    lines: [
      {
        link: { label: name, path: organizationPath(id) },
        text: isIn
          ? ": its admins see how safe the account is, and may stand in where it has no admin left."
          : ": its admins have no part in the account any more.",
      },
      { link: null, text: `Reason: ${reason}` },
    ],
  };
}

/**
 * The notice that somebody is an admin of the organization now, or not any more.
 * @param changed.event names this happening
 * @param isNobodyLeft whether it has no admin any more: then those of its accounts are told, who can't open its page
 */
export function organizationAdminNotice(
  organization: NamedOrganization,
  changed: { readonly person: string; readonly isAdmin: boolean; readonly event: string },
  reason: string | null,
  isNobodyLeft = false,
): Notice {
  const { id, name } = organization;
  const { person, isAdmin, event } = changed;
  return {
    kind: "account",
    accountId: null,
    eventKey: `organization:${id}:${event}`,
    subject: isAdmin ? `${person} is an admin of ${name} now` : `${person} is no admin of ${name} any more`,
    lines: [
      {
        link: isNobodyLeft ? null : { label: name, path: organizationPath(id) },
        text: isAdmin
          ? `: ${person} sees its accounts, claims domains, and may stand in where an account has no admin left.`
          : isNobodyLeft
            ? `${name} has no admin left: nobody can stand in for its accounts, or prove its domains. Ask support to name another one.`
            : `: ${person} has no part in it any more.`,
      },
      ...(reason === null ? [] : [{ link: null, text: `Reason: ${reason}` }]),
    ],
  };
}
