import { Callout } from "@/components/ui/callout";
import { PageHead } from "@/components/ui/page-head";
import { PLAN_LABELS, type Availability, type Plan } from "@/lib/domain/keys/availability";

import { RequestAccess } from "./request-access-later";

type NotAvailableProps = {
  readonly accountId: string;
  readonly accountName: string;
  readonly availability: Exclude<Availability, "available">;
  readonly plan: Plan;
  /** Only an admin may ask for access. */
  readonly canRequest: boolean;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The page in place of the keys where an account has none: which condition of R1 is missing, and the way there. */
export function NotAvailable({
  accountId,
  accountName,
  availability,
  plan,
  canRequest,
  now,
}: NotAvailableProps) {
  const isPlanMissing = availability === "plan_not_eligible";
  return (
    <>
      <PageHead
        title="Integration Key"
        purpose={`Integration keys are not available in ${accountName}. Two conditions must be met.`}
      />
      <div className="flex max-w-160 flex-col gap-6">
        <ol className="divide-y divide-line border-y border-line">
          <Condition
            isMet={!isPlanMissing}
            title="The account is on the Enterprise plan"
            detail={
              isPlanMissing
                ? `It is on ${PLAN_LABELS[plan]}. Your account manager can change the plan.`
                : null
            }
          />
          <Condition
            isMet={false}
            title="Integration keys are enabled for the account"
            detail={
              isPlanMissing
                ? "An admin can request this once the account is on Enterprise."
                : "Not yet. Support enables them when an admin requests access."
            }
          />
        </ol>
        {isPlanMissing ? null : canRequest ? (
          <RequestAccess accountId={accountId} now={now} />
        ) : (
          <Callout tone="neutral">
            Only an admin of this account can request access. Ask one of yours to open this page.
          </Callout>
        )}
      </div>
    </>
  );
}

type ConditionProps = { readonly isMet: boolean; readonly title: string; readonly detail: string | null };

function Condition({ isMet, title, detail }: ConditionProps) {
  return (
    <li className="flex gap-3 py-3">
      <span className={`mt-0.5 w-16 shrink-0 text-sm font-medium ${isMet ? "text-positive" : "text-danger"}`}>
        {isMet ? "Met" : "Missing"}
      </span>
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {detail ? <p className="text-muted">{detail}</p> : null}
      </div>
    </li>
  );
}
