/** A mail that the demo would have sent, as its outbox shows it. */
export type OutboxMail = {
  readonly id: string;
  readonly toName: string;
  readonly toAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
};

export type Outbox = { readonly data: readonly OutboxMail[]; readonly now: string };
