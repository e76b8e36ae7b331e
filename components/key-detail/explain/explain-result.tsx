import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import type { Explanation } from "@/lib/contracts/keys/explain";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { CALL_CODE_LABELS } from "@/lib/domain/verdict/verdict-group";
import { nextSteps, type NextStep } from "./explain-words";
import { exactTime } from "@/lib/domain/format/dates";
import { apiInformationPage, keyPage, membersPage, newKeyPage, replaceKeyPage } from "@/lib/addresses/pages";

import { ExplainChain } from "./explain-chain";
import { ExplainScopes } from "./explain-scopes";

type ExplainResultProps = {
  readonly accountId: string;
  readonly subject: IntegrationKey;
  readonly explained: Explanation;
};

/** The verdict, what to do about it, and the whole chain of reasons. */
export function ExplainResult({ accountId, subject, explained }: ExplainResultProps) {
  const { verdict, request, call, routeTable } = explained;
  const when = request.isAhead ? `On ${exactTime(request.at)}` : "Now";
  return (
    <div className="flex flex-col gap-6">
      {call ? <RecordedVerdict call={call} /> : null}
      <Callout
        tone={verdict.allowed ? "positive" : "danger"}
        title={`${when}: ${verdict.allowed ? "allowed" : "refused"}, ${verdict.status}${verdict.allowed ? "" : ` ${verdict.code}`}`}
      >
        <p>{verdict.text}</p>
        <p className="mt-1 text-sm text-muted">
          <code translate="no" className="break-all">
            {request.path === null ? "Any request" : `${request.method} ${request.path}`}
          </code>
          {request.address === null ? null : (
            <>
              {" "}
              <span>from</span> <code translate="no">{request.address}</code>
            </>
          )}
        </p>
        {request.forwardedFor === null ? null : (
          <p className="mt-1 text-sm text-muted">
            <span>As from a gateway that the gate trusts, with</span>{" "}
            <code translate="no" className="break-all">{`X-Forwarded-For: ${request.forwardedFor}`}</code>
            <span>
              {request.address === null
                ? ". Nobody that the gate trusts says who the client is."
                : `. Read from its end on, past the proxies that it trusts, the client is ${request.address}.`}
            </span>
          </p>
        )}
      </Callout>
      <NextSteps accountId={accountId} subject={subject} explained={explained} />
      {explained.hasSecret ? null : (
        <Callout tone="caution">
          This key has no long-lived secret, so no request can show it to the gate.
        </Callout>
      )}
      {routeTable.state === "unreadable" ? (
        <Callout tone="caution">
          The file of the route table can't be used at present, so routes are left out here. Ask your
          operator.
        </Callout>
      ) : null}
      {explained.checks.length > 0 ? <ExplainChain checks={explained.checks} /> : null}
      <ExplainScopes explained={explained} />
    </div>
  );
}

function RecordedVerdict({ call }: { readonly call: NonNullable<Explanation["call"]> }) {
  const isAllowed = call.code === "allowed";
  return (
    <Callout tone="neutral" title={`Then: ${isAllowed ? "allowed" : `refused, ${call.code}`}`}>
      <p>
        <span>{`${CALL_CODE_LABELS[call.code]}, decided`}</span>{" "}
        <time dateTime={call.at}>{exactTime(call.at)}</time>
        <span>.</span>
      </p>
    </Callout>
  );
}

function NextSteps({ accountId, subject, explained }: ExplainResultProps) {
  const named = (state: string) =>
    explained.scopes.filter((row) => row.isNeeded && row.state === state).map((row) => row.scope);
  const steps = nextSteps({
    code: explained.verdict.code,
    notGranted: named("not_granted"),
    narrowed: named("narrowed"),
    ownerName: explained.actsAs.name,
    key: subject,
  });
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="next-title">
      <h2 id="next-title" className="mb-2 text-lg font-semibold">
        What to do
      </h2>
      <ul className="flex flex-col gap-2">
        {steps.map((step) => (
          <li key={step.text}>
            <span>{step.text}</span>{" "}
            {step.target ? (
              <Link
                href={hrefOf(step.target, accountId, subject)}
                className="font-medium whitespace-nowrap text-accent hover:underline"
              >
                {step.label}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function hrefOf(target: NonNullable<NextStep["target"]>, accountId: string, subject: IntegrationKey) {
  switch (target.to) {
    case "replace":
      return replaceKeyPage(accountId, subject.id, { scopes: target.scopes.join(" ") });
    case "members":
      return membersPage(accountId);
    case "usage":
      return keyPage(accountId, subject.id, { tab: "usage" });
    case "api_information":
      return apiInformationPage(accountId);
    case "successor":
      return keyPage(accountId, subject.replacedByKeyId ?? subject.id);
    case "create":
      return newKeyPage(accountId, { name: subject.name, scopes: subject.scopes.join(" ") });
  }
}
