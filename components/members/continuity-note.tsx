import { Callout } from "@/components/ui/callout";
import { continuitySentence, continuityWarning, type Continuity } from "@/lib/view/member-words";

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
