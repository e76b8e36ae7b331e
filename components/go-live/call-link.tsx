import { Link } from "@/components/ui/links/link";
import { keyPage } from "@/lib/addresses/pages";
import { exactTime } from "@/lib/domain/format/dates";

const AROUND_MS = 1_000;

type CallLinkProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly call: { readonly id: string; readonly at: string };
};

/** A call by the end of its id, as a link to it in the list of the key's calls. */
export function CallLink({ accountId, keyId, call }: CallLinkProps) {
  const at = Date.parse(call.at);
  return (
    <Link
      href={keyPage(accountId, keyId, {
        tab: "calls",
        from: new Date(at - AROUND_MS).toISOString(),
        to: new Date(at + AROUND_MS).toISOString(),
      })}
      title={exactTime(call.at)}
      aria-label={`Call …${call.id.slice(-8)}, ${exactTime(call.at)}`}
      className="rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      <code translate="no" className="text-sm">{`…${call.id.slice(-8)}`}</code>
    </Link>
  );
}
