/** What the admins of both sides are told of a transfer between their accounts (S3). */
import { organizationTransferPath, transferPath } from "./console-paths";
import type { Notice } from "./notice";

/** What happened to a transfer. `eventId` names this happening, where the same can happen again. */
export type TransferNews = {
  readonly transferId: string;
  readonly keyName: string;
  readonly source: string;
  readonly destination: string;
  readonly event: { readonly id: string; readonly text: string; readonly subject: string };
  readonly next: string;
  /** What whoever did it has written; null where nobody was asked why. */
  readonly reason: string | null;
};

/** The notice of a step of a transfer, for the admins of one of its accounts. */
export function transferNotice(accountId: string, news: TransferNews): Notice {
  return noticeOf(accountId, transferPath(accountId, news.transferId), news);
}

/** The same for the admins of the organization whose account has no admin left. */
export function organizationTransferNotice(organizationId: string, news: TransferNews): Notice {
  return noticeOf(null, organizationTransferPath(organizationId, news.transferId), news);
}

function noticeOf(accountId: string | null, path: string, news: TransferNews): Notice {
  const { transferId, keyName, source, destination, event, next, reason } = news;
  return {
    kind: "transfer",
    accountId,
    eventKey: `transfer:${transferId}:${event.id}`,
    subject: event.subject,
    lines: [
      {
        link: {
          label: `${keyName}, from ${source} to ${destination}`,
          path,
        },
        text: `: ${event.text}`,
      },
      ...(reason === null ? [] : [{ link: null, text: `Reason: ${reason}` }]),
      { link: null, text: next },
    ],
  };
}
