import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import { continuitySentence, continuityWarning, type Continuity } from "./member-words";
import { membersPage } from "@/lib/addresses/pages";

/** How many people can manage the account; a standing warning where it is one person's matter (S3). */
export function ContinuityNote({ continuity }: { readonly continuity: Continuity }) {
  const warning = continuityWarning(continuity);
  if (warning === null) return <p className="text-muted">{continuitySentence(continuity)}</p>;
  return (
    <Callout tone="caution" title={continuitySentence(continuity)}>
      <p className="max-w-[75ch]">{warning}</p>
    </Callout>
  );
}

type ContinuityWarningProps = { readonly accountId: string; readonly continuity: Continuity };

/**
 * The warning of too few admins on other pages than the members', with the way there; nothing where there are admins
 * enough.
 */
export function ContinuityWarning({ accountId, continuity }: ContinuityWarningProps) {
  const warning = continuityWarning(continuity);
  if (warning === null) return null;
  return (
    <section aria-label="Admins">
      <Callout tone="caution" title={continuitySentence(continuity)}>
        <p className="max-w-[75ch]">
          <span>{warning}</span>{" "}
          <Link href={membersPage(accountId)} className="font-medium underline underline-offset-2">
            Choose another admin
          </Link>
        </p>
      </Callout>
    </section>
  );
}
