import { Callout } from "@/components/ui/callout";
import { StepMark } from "@/components/ui/marks/step-mark";
import { Time } from "@/components/ui/time";
import type { Continuity } from "@/lib/contracts/accounts/continuity";
import { count, number } from "@/lib/domain/format/numbers";

import { Forecast } from "./forecast";

type ContinuityPanelProps = {
  readonly continuity: Continuity;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** How safe an account is from losing those who manage it: what is weak, what is advised, and what would follow (S3). */
export function ContinuityPanel({ continuity, now }: ContinuityPanelProps) {
  return (
    <div className="flex flex-col gap-8">
      <Risks continuity={continuity} />
      <Facts continuity={continuity} now={now} />
      <section aria-label="What is advised">
        <h2 className="mb-3 text-lg font-semibold">What is advised</h2>
        <ul className="flex max-w-160 flex-col gap-2.5">
          {continuity.checks.map(({ code, isDone, text }) => (
            <li key={code} className="flex items-start gap-2.5">
              <StepMark state={isDone ? "done" : "ahead"} />
              <span>
                <span>{text}</span> <span className="text-sm text-muted">{isDone ? "Done" : "Not done"}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <Forecast people={continuity.ifLeft} total={continuity.ifLeftCount} />
    </div>
  );
}

function Risks({ continuity: { isAtRisk, risks } }: Pick<ContinuityPanelProps, "continuity">) {
  if (risks.length === 0) {
    return (
      <p className="text-muted">Two people or more can manage this account, and no single one is missed.</p>
    );
  }
  return (
    <Callout
      tone={isAtRisk ? "caution" : "neutral"}
      title={count(risks.length, "single point of failure", "single points of failure")}
    >
      <ul className="flex flex-col gap-1">
        {risks.map(({ code, text }) => (
          <li key={code} className="max-w-[75ch]">
            {text}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Facts({ continuity, now }: ContinuityPanelProps) {
  const { lastAdminSignInAt } = continuity;
  return (
    <dl className="grid max-w-160 grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-2">
      <dt className="text-muted">Active admins</dt>
      <dd>{number(continuity.activeAdmins)}</dd>
      <dt className="text-muted">Last admin sign-in</dt>
      <dd>{lastAdminSignInAt ? <Time at={lastAdminSignInAt} now={now} /> : "None on record"}</dd>
      <dt className="text-muted">Shared admin</dt>
      <dd>{continuity.hasSharedAdmin ? "Yes" : "No"}</dd>
      <dt className="text-muted">Claimed domain</dt>
      <dd>{continuity.hasClaimedDomain ? "Yes" : "No"}</dd>
      <dt className="text-muted">Live keys</dt>
      <dd>{number(continuity.liveKeys)}</dd>
    </dl>
  );
}
