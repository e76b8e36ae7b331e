import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { Time } from "@/components/ui/time";
import { explainCallPage, keyPage } from "@/lib/addresses/pages";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import { CALL_CODE_LABELS } from "@/lib/domain/verdict/verdict-group";

type LastRefusalsProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly refusals: GoLive["refusals"];
  readonly now: string;
  /** Of an app: who agreed to what decides too. */
  readonly isApp: boolean;
};

/** Refusals of a token whose person, or whose consent, allows less than the call needed, or nothing any more. */
const NEEDS_CONSENT: ReadonlySet<GoLive["refusals"][number]["code"]> = new Set([
  "insufficient_scope",
  "revoked_key",
  "expired_key",
  "wrong_account",
]);

/** The last refusals, each explained, with the way to its explanation check by check. */
export function LastRefusals({ accountId, keyId, refusals, now, isApp }: LastRefusalsProps) {
  if (refusals.length === 0)
    return <p className="text-muted">None of the calls that were looked at was refused.</p>;
  return (
    <ol className="flex flex-col">
      {refusals.map((call) => (
        <li key={call.id} className="border-t border-line py-3 first:border-t-0 first:pt-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <Badge tone="caution">{CALL_CODE_LABELS[call.code]}</Badge>
            <code translate="no" className="min-w-0 break-all">
              <span className="text-muted">{call.method}</span> <span>{call.path}</span>
            </code>
            <span className="text-muted">
              <Time at={call.at} now={now} />
            </span>
          </p>
          <p className="mt-1">
            <span>{call.detail}</span>{" "}
            <Link
              href={explainCallPage(accountId, keyId, call.id)}
              aria-label={`Explain call …${call.id.slice(-8)}`}
              className="rounded-sm text-sm font-medium text-accent hover:underline"
            >
              Explain
            </Link>
            {isApp && NEEDS_CONSENT.has(call.code) ? (
              <>
                {" "}
                <Link
                  href={keyPage(accountId, keyId, { tab: "consents" })}
                  className="rounded-sm text-sm font-medium text-accent hover:underline"
                >
                  Who consented to what
                </Link>
              </>
            ) : null}
          </p>
        </li>
      ))}
    </ol>
  );
}
