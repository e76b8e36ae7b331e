import { Link } from "@/components/ui/links/link";
import { outboxPage } from "@/lib/addresses/pages";

type MailNoteProps = {
  readonly policy: "demo" | "off" | "on";
  readonly email: string;
};

/** Says where notices go besides their page. */
export function MailNote({ policy, email }: MailNoteProps) {
  return (
    <p className="-mt-3 mb-6 max-w-[70ch] text-sm text-muted">
      <span>{wordsOf(policy, email)}</span>
      {policy === "demo" ? (
        <>
          {" "}
          <Link href={outboxPage()} className="underline underline-offset-3">
            Outbox
          </Link>
        </>
      ) : null}
    </p>
  );
}

function wordsOf(policy: MailNoteProps["policy"], email: string): string {
  switch (policy) {
    case "on":
      return `They are mailed to ${email} as well.`;
    case "demo":
      return "This demo sends no mail: what would be mailed is kept for you to look at.";
    case "off":
      return "Nothing is mailed here: the operator has set up no mail server.";
  }
}
