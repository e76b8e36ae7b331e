import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PLAN_LABELS, unavailableText, type Availability, type Plan } from "@/lib/domain/availability";
import type { Environment } from "@/lib/domain/profiles";
import { keyListPage } from "@/lib/view/routes";

type AccountFactsProps = {
  readonly accountId: string;
  readonly userId: string;
  readonly gateUrl: string;
  readonly consoleUrl: string;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly availability: Availability;
  readonly isClosed: boolean;
};

/** The ids and addresses that programs and support ask for, each ready to be copied. */
export function AccountFacts(props: AccountFactsProps) {
  return (
    <dl className="grid gap-x-10 border-t border-line nav:grid-cols-2">
      <Copied name="Account id" text={props.accountId} />
      <Copied name="Your user id" text={props.userId} />
      <Copied name="API base address" text={props.gateUrl} />
      <Copied name="Console" text={props.consoleUrl} />
      <Fact name="Environment">
        {props.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : "Production"}
        {props.isClosed ? (
          <span className="ml-2">
            <Badge tone="danger">Closed</Badge>
          </span>
        ) : null}
      </Fact>
      <Fact name="Plan">{PLAN_LABELS[props.plan]}</Fact>
      <Fact name="Integration keys" isWide>
        {props.availability === "available" ? (
          "Available"
        ) : (
          <>
            Not available
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
  );
}

type FactProps = { readonly name: string; readonly isWide?: boolean; readonly children: ReactNode };

function Fact({ name, isWide = false, children }: FactProps) {
  return (
    <div
      className={clsx(
        "grid items-baseline gap-x-4 border-b border-line py-2.5 min-[26rem]:grid-cols-[9rem_minmax(0,1fr)]",
        isWide && "nav:col-span-2",
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
        <code className="min-w-0 text-sm break-all">{text}</code>
        <CopyButton text={text} label={`Copy ${name.toLowerCase()}`} className="-my-1.5" />
      </span>
    </Fact>
  );
}
