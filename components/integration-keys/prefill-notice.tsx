import { Callout } from "@/components/ui/callout";
import type { KeyPrefill } from "@/lib/view/key-prefill";

/** Says that the form was filled in by a link, and what of the link was left out. */
export function PrefillNotice({ prefill }: { readonly prefill: KeyPrefill }) {
  const isFilled = prefill.name !== "" || prefill.scopes.length > 0 || prefill.expiresAt !== null;
  if (!isFilled && prefill.notices.length === 0) return null;
  return (
    <Callout
      tone={prefill.notices.length > 0 ? "caution" : "neutral"}
      title={
        isFilled
          ? "The address of this page filled the form in"
          : "The address of this page could not be used"
      }
    >
      {isFilled ? <p>Read what the key may do before you create it.</p> : null}
      {prefill.notices.map((notice) => (
        <p key={notice} className="break-words">
          {notice}
        </p>
      ))}
    </Callout>
  );
}
