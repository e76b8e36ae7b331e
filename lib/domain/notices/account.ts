/** What the admins of an account are told that support or the operator has done to it. */
import type { AccountStatus } from "../keys/availability";
import { apiInformationPath, auditLogPath } from "./console-paths";
import type { Notice } from "./notice";

type NamedAccount = { readonly id: string; readonly name: string };

/** The notice that an account was closed, or opened again. @param event names this happening: it can happen again */
export function accountStatusNotice(
  account: NamedAccount,
  status: AccountStatus,
  event: string,
  reason: string,
): Notice {
  const { id, name } = account;
  const isClosed = status === "closed";
  return {
    kind: "account",
    accountId: id,
    eventKey: `account:${id}:${event}`,
    subject: isClosed ? `${name} is closed` : `${name} is open again`,
    lines: [
      {
        link: { label: name, path: apiInformationPath(id) },
        text: isClosed
          ? ": its long-lived keys are refused from now on, and nothing can be changed in it. Its apps work on until they are transferred or revoked."
          : ": its long-lived keys work again, those that have not ended meanwhile, and it can be managed.",
      },
      { link: null, text: `Reason: ${reason}` },
      {
        link: { label: "The audit log", path: auditLogPath(id) },
        text: isClosed
          ? " says who closed it. Ask support if this is wrong, or if an app is to go to another account."
          : " says who opened it.",
      },
    ],
  };
}

/** The notice that an account was put into an organization, or taken out of one. */
export function accountOrganizationNotice(
  account: NamedAccount,
  moved: { readonly from: string | null; readonly to: string | null; readonly event: string },
  reason: string,
): Notice {
  const { id, name } = account;
  const { from, to, event } = moved;
  const left = from === null ? "" : `The admins of ${from} have no part in it any more. `;
  return {
    kind: "account",
    accountId: id,
    eventKey: `account:${id}:${event}`,
    subject: to === null ? `${name} is in no organization any more` : `${name} belongs to ${to} now`,
    lines: [
      {
        link: { label: name, path: apiInformationPath(id) },
        text:
          to === null
            ? `: ${left}Nobody can stand in for its admins.`
            : `: ${left}The admins of ${to} see how safe it is, and may stand in where it has no admin left.`,
      },
      { link: null, text: `Reason: ${reason}` },
    ],
  };
}
