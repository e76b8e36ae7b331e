/** What people are told by the product itself: on the page You > Notices, and by mail. */

export const NOTICE_KINDS = [
  "keys_knocking",
  "failed_sign_ins",
  "go_live_decided",
  "domain_claim",
  "transfer",
  "account",
  "invitation",
  "continuity",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * A sentence of a notice. It may begin with a link: the name of what it speaks of, and its path (see
 * console-paths.ts).
 */
export type NoticeLine = {
  readonly link: { readonly label: string; readonly path: string } | null;
  readonly text: string;
};

/** What one or several people are told of one event. */
export type Notice = {
  readonly kind: NoticeKind;
  /** The account it is about; null where it is about the person alone. */
  readonly accountId: string | null;
  /** Names the event: whoever tells of it again tells nobody twice. */
  readonly eventKey: string;
  readonly subject: string;
  readonly lines: readonly NoticeLine[];
};
