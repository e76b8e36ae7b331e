import type { ReactNode } from "react";

import { Link } from "@/components/ui/links/link";
import { Time } from "@/components/ui/time";
import type { SupportCase } from "@/lib/contracts/support/support";
import { CLASSIFICATION_LABELS } from "@/lib/domain/go-live/review";
import { METHOD_LABELS } from "@/lib/domain/keys/availability";
import { count, number, times } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";
import { supportAccountPage } from "@/lib/addresses/pages";

import { AccountFactsLine } from "../account/account-facts-line";

type GoLive = NonNullable<SupportCase["goLive"]>;
type GoLiveEvidenceProps = {
  readonly entry: Pick<SupportCase, "number" | "openedAt" | "openedBy">;
  readonly goLive: GoLive;
  readonly now: string;
};

/** What was known of a key when its case was opened: what support decides by. */
export function GoLiveEvidence({
  entry: { number: caseNumber, openedAt, openedBy },
  goLive,
  now,
}: GoLiveEvidenceProps) {
  const { key, evidence, productionAccount } = goLive;
  return (
    <section aria-labelledby="case-evidence">
      <h2 id="case-evidence" className="font-semibold">
        Evidence
      </h2>
      <p className="mt-1 text-sm text-muted">
        <span>As it was when this was asked,</span> <Time at={openedAt} now={notBefore(now, openedAt)} />
        <span>{saysYou(evidence) ? `; “you” is ${openedBy.name}.` : "."}</span>
      </p>
      <dl className="mt-2 grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
        <Fact name="Key">{`${key.name} (${METHOD_LABELS[key.method]})`}</Fact>
        <Fact name="GUID">
          <code translate="no" className="wrap-anywhere">
            {key.clientId}
          </code>
        </Fact>
        {productionAccount ? (
          <Fact name="Goes to">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={supportAccountPage(productionAccount.id, { case: String(caseNumber) })}
                prefetch={false}
                className="wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {productionAccount.name}
              </Link>
              <AccountFactsLine account={productionAccount} />
            </span>
          </Fact>
        ) : null}
        <Fact name="Classification">{CLASSIFICATION_LABELS[evidence.classification]}</Fact>
        <Fact name="Contact">{evidence.contact}</Fact>
        {evidence.note ? (
          <Fact name="Note with it">
            <span className="whitespace-pre-wrap">{evidence.note}</span>
          </Fact>
        ) : null}
        <Fact name="Calls">{callsText(evidence)}</Fact>
        {evidence.violations.map(({ rule, path, calls }) => (
          <Fact key={`${rule} ${path}`} name="Broken rule">
            {`${RULE_WORDS[rule] ?? rule}${path === null ? "" : ` of ${path}`}, ${times(calls)}`}
          </Fact>
        ))}
        {evidence.prerequisites.map(({ code, isMet, detail }) => (
          <Fact key={code} name={isMet ? "Met" : "Missing"}>
            {detail}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

/** Evidence of before it named the person. */
function saysYou({ prerequisites }: GoLive["evidence"]): boolean {
  return prerequisites.some(({ detail }) => /\byou\b/i.test(detail));
}

const RULE_WORDS: Readonly<Record<string, string>> = {
  polling: "Polling",
  hourly_limit: "Hourly limit",
  burst_limit: "Burst limit",
};

function callsText({ policy, window }: GoLive["evidence"]): string {
  const { count: found, needed } = window;
  if (policy !== "calls") return `${count(found, "call")} counted; this operator asks for none`;
  const text = `${number(Math.min(found, needed))} of ${number(needed)} calls`;
  return found > needed ? `${text} (${number(found)} counted)` : text;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
