import { clsx } from "clsx";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Link } from "@/components/ui/links/link";
import { PLAN_LABELS, unavailableText, type Availability, type Plan } from "@/lib/domain/keys/availability";
import type { Environment } from "@/lib/domain/people/profiles";
import type { CallQuota } from "@/lib/contracts/keys/call-quota";
import { keyListPage } from "@/lib/addresses/pages";

import { HourlyLimit } from "./hourly-limit";

type AccountFactsProps = {
  readonly accountId: string;
  readonly userId: string;
  readonly gateUrl: string;
  readonly consoleUrl: string;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly availability: Availability;
  readonly isClosed: boolean;
  /** Null where no key can be called with. */
  readonly quota: CallQuota | null;
};

/** The ids and addresses that programs and support ask for, each ready to be copied. */
export function AccountFacts(props: AccountFactsProps) {
  return (
    // Two beside each other where an id and its button stand in one line.
    <div className="@container">
      <dl className="grid gap-x-10 border-t border-line @min-[62rem]:grid-cols-2">
        <Copied name="Account id" text={props.accountId} />
        <Copied name="Your user id" text={props.userId} />
        <Copied name="API base address" text={props.gateUrl} />
        <Copied name="Console" text={props.consoleUrl} />
        <Fact name="Environment">
          {props.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : <span>Production</span>}
          {props.isClosed ? (
            <span className="ml-2">
              <Badge tone="danger">Closed</Badge>
            </span>
          ) : null}
        </Fact>
        <Fact name="Plan">{PLAN_LABELS[props.plan]}</Fact>
        {props.quota ? (
          <Fact name="Hourly limit">
            <HourlyLimit accountId={props.accountId} start={props.quota} />
          </Fact>
        ) : null}
        <Fact name="Integration keys" isWide={props.quota === null}>
          {props.availability === "available" ? (
            "Available"
          ) : (
            <>
              <span>Not available</span>
              <span className="block text-sm text-muted">
                {unavailableText(props.availability, props.plan)}
              </span>
              <Link
                href={keyListPage(props.accountId)}
                className="text-sm font-medium text-accent underline underline-offset-2"
              >
                See what is missing
              </Link>
            </>
          )}
        </Fact>
      </dl>
    </div>
  );
}

type FactProps = { readonly name: string; readonly isWide?: boolean; readonly children: ReactNode };

function Fact({ name, isWide = false, children }: FactProps) {
  return (
    <div
      className={clsx(
        "grid items-baseline gap-x-4 border-b border-line py-2.5 min-[26rem]:grid-cols-[9rem_minmax(0,1fr)]",
        isWide && "@min-[62rem]:col-span-2",
      )}
    >
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Copied({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <Fact name={name}>
      <span className="flex items-center gap-1">
        <code translate="no" className="min-w-0 text-sm break-all">
          {text}
        </code>
        <CopyButton text={text} label={`Copy ${name.toLowerCase()}`} className="-my-1.5" />
      </span>
    </Fact>
  );
}
