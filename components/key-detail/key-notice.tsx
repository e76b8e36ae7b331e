import Link from "next/link";
import type { ReactNode } from "react";

import type { Tone } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { exactTime } from "@/lib/view/format";
import type { NoticeKind } from "@/lib/view/key-notices";
import { keyPage, membersPage, newKeyPage, replaceKeyPage } from "@/lib/view/routes";

type NoticeProps = {
  readonly kind: NoticeKind;
  readonly subject: IntegrationKey;
  readonly accountId: string;
  readonly now: string;
};

/** One thing that must be known about the key, and the way on. */
export function KeyNotice({ kind, subject, accountId, now }: NoticeProps) {
  const way = "font-medium underline underline-offset-2";
  const successor = subject.replacedByKeyId ? (
    <Link href={keyPage(accountId, subject.replacedByKeyId)} className={way}>
      See its replacement
    </Link>
  ) : null;
  switch (kind) {
    case "revoked":
      return (
        <Shown tone="danger" title="This key is revoked. Calls with it fail.">
          {subject.revokedBy?.name ?? "Somebody"} revoked it <Time at={subject.revokedAt ?? now} now={now} />.
          {subject.revokeReason ? ` Reason: ${subject.revokeReason}` : null} {successor}
        </Shown>
      );
    case "overlap_ended":
      return (
        <Shown tone="danger" title="This key is revoked. Calls with it fail.">
          It was replaced, and its overlap ended <Time at={subject.revokedAt ?? now} now={now} />. {successor}
        </Shown>
      );
    case "expired":
      return (
        <Shown tone="caution" title="This key has expired. Calls with it fail.">
          It ended <Time at={subject.expiresAt ?? now} now={now} /> and can't be prolonged.{" "}
          <Link
            href={newKeyPage(accountId, { name: subject.name, scopes: subject.scopes.join(" ") })}
            className={way}
          >
            Create one like it
          </Link>
        </Shown>
      );
    case "owner_inactive":
      return (
        <Shown tone="danger" title="Every call with this key is refused.">
          It acts as {subject.createdBy.name}, who is not active in this account. It works again once an admin
          reactivates {subject.createdBy.name} on the{" "}
          <Link href={membersPage(accountId)} className={way}>
            members page
          </Link>
          ; otherwise revoke it and create another.
        </Shown>
      );
    case "retiring":
      return (
        <Shown tone="caution" title={`Replaced: accepted until ${exactTime(subject.retiresAt ?? now)}.`}>
          Give the new key to every program that still uses this one. {successor}
        </Shown>
      );
    case "expires_soon":
      return (
        <Shown tone="caution" title={`Expires ${exactTime(subject.expiresAt ?? now)}.`}>
          Calls with it fail from then on (<Time at={subject.expiresAt ?? now} now={now} />
          ).{" "}
          {subject.canManage ? (
            <Link href={replaceKeyPage(accountId, subject.id)} className={way}>
              Replace it in time
            </Link>
          ) : null}
        </Shown>
      );
  }
}

type ShownProps = { readonly tone: Tone; readonly title: string; readonly children: ReactNode };

function Shown({ tone, title, children }: ShownProps) {
  return (
    <Callout tone={tone} title={title}>
      <p>{children}</p>
    </Callout>
  );
}
