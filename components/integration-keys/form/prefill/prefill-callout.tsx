import { Callout } from "@/components/ui/callout";
import type { KeyPrefill } from "./key-prefill";

/** Says that the form was filled in by a link, and what of the link was left out. */
export function PrefillCallout({ prefill }: { readonly prefill: KeyPrefill }) {
  const isFilled =
    prefill.name !== "" ||
    prefill.method === "oauth" ||
    prefill.scopes.length > 0 ||
    prefill.expiresAt !== null;
  if (!isFilled && prefill.leftOut.length === 0) return null;
  return (
    <Callout
      tone={prefill.leftOut.length > 0 ? "caution" : "neutral"}
      title={
        isFilled
          ? "The address of this page filled the form in"
          : "The address of this page could not be used"
      }
    >
      {isFilled ? (
        <p>{`Read what the ${prefill.method === "oauth" ? "app" : "key"} may do before you create it.`}</p>
      ) : null}
      {prefill.leftOut.map((sentence) => (
        <p key={sentence} className="break-words">
          {sentence}
        </p>
      ))}
    </Callout>
  );
}
