type MailNoteProps = {
  readonly policy: "demo" | "off" | "on";
  readonly email: string;
};

/** Where else notices go. */
export function MailNote({ policy, email }: MailNoteProps) {
  return <p className="-mt-3 mb-6 max-w-[70ch] text-sm text-muted">{wordsOf(policy, email)}</p>;
}

function wordsOf(policy: MailNoteProps["policy"], email: string): string {
  switch (policy) {
    case "on":
      return `They are mailed to ${email} as well.`;
    case "demo":
      return "This demo sends no mail: what would be mailed is on this page only.";
    case "off":
      return "Nothing is mailed here: the operator has set up no mail server.";
  }
}
