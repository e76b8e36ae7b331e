import type { ReactNode } from "react";

import type { Tone } from "@/components/ui/marks/badge";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { exactTime } from "@/lib/domain/format/dates";
import type { CalloutKind } from "./callout-kinds";
import { keyPage, membersPage, replaceKeyPage } from "@/lib/addresses/pages";

import { StillCalling } from "./still-calling";

type KeyCalloutProps = {
  readonly kind: CalloutKind;
  readonly subject: IntegrationKey;
  readonly accountId: string;
  readonly now: string;
};

/** One thing that must be known about the key, and the way on. */
export function KeyCallout({ kind, subject, accountId, now }: KeyCalloutProps) {
  const way = "font-medium underline underline-offset-2";
  const successor = subject.replacedByKeyId ? (
    <Link href={keyPage(accountId, subject.replacedByKeyId)} className={way}>
      See its replacement
    </Link>
  ) : null;
  switch (kind) {
    case "revoked":
      return (
        <Shown
          tone="danger"
          title={
            subject.method === "oauth"
              ? "This app is revoked. Calls with its tokens fail."
              : "This key is revoked. Calls with it fail."
          }
        >
          <span>{`${subject.revokedBy?.name ?? "The operator"} revoked it`}</span>{" "}
          <Time at={subject.revokedAt ?? now} now={now} />
          <span>{subject.revokeReason ? `. Reason: ${subject.revokeReason}` : "."}</span>{" "}
          <span>{successor}</span>
        </Shown>
      );
    case "overlap_ended":
      return (
        <Shown tone="danger" title="This key is revoked. Calls with it fail.">
          <span>It was replaced, and its overlap ended</span> <Time at={subject.revokedAt ?? now} now={now} />
          <span>.</span> <span>{successor}</span>
        </Shown>
      );
    case "expired":
      return (
        <Shown tone="caution" title="This key has expired. Calls with it fail.">
          <span>It ended</span> <Time at={subject.expiresAt ?? now} now={now} />{" "}
          <span>and can't be prolonged.</span> <span>{successor ?? replaceAdvice(subject)}</span>
        </Shown>
      );
    case "owner_inactive":
      return (
        <Shown tone="danger" title="Every call with this key is refused.">
          <span>{`It acts as ${subject.createdBy.name}, who is not active in this account. It works again once an admin reactivates ${subject.createdBy.name} on the`}</span>{" "}
          <Link href={membersPage(accountId)} className={way}>
            members page
          </Link>
          <span>; otherwise revoke it and create another.</span>
        </Shown>
      );
    case "retiring":
      return (
        <Shown
          tone="caution"
          title={`Replaced: accepted until ${exactTime(subject.retiresAt ?? now)}.`}
          below={<StillCalling accountId={accountId} subject={subject} now={now} />}
        >
          <span>Give the new key to every program that still uses this one.</span> <span>{successor}</span>
        </Shown>
      );
    case "expires_soon":
      return (
        <Shown tone="caution" title={`Expires ${exactTime(subject.expiresAt ?? now)}.`}>
          <span>Calls with it fail from then on (</span>
          <Time at={subject.expiresAt ?? now} now={now} />
          <span>).</span>{" "}
          {subject.canManage ? (
            <Link href={replaceKeyPage(accountId, subject.id)} className={way}>
              Replace it in time
            </Link>
          ) : null}
        </Shown>
      );
  }
}

function replaceAdvice({ canManage, createdBy }: IntegrationKey): string {
  return canManage
    ? "Replace it: the new key takes over its name and scopes."
    : `${createdBy.name}, who created it, or an admin can replace it.`;
}

type ShownProps = {
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
  readonly below?: ReactNode;
};

function Shown({ tone, title, children, below }: ShownProps) {
  return (
    <Callout tone={tone} title={title}>
      <p>{children}</p>
      {below}
    </Callout>
  );
}
