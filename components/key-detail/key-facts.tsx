import Link from "next/link";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { METHOD_LABELS } from "@/lib/domain/availability";
import { CALL_CODE_LABELS } from "@/lib/domain/verdict-group";
import { keyPage } from "@/lib/view/routes";

/** Names of the keys before and after this one. */
export type RelatedKeys = { readonly replaces: string | null; readonly replacedBy: string | null };

type KeyFactsProps = {
  readonly subject: IntegrationKey;
  readonly accountId: string;
  readonly now: string;
  readonly related: RelatedKeys;
};

/** Everything about the key that does not change, and who and where it belongs to. */
export function KeyFacts({ subject, accountId, now, related }: KeyFactsProps) {
  return (
    <dl className="border-t border-line">
      <Fact name="Secret">
        {subject.prefix && subject.lastFour ? (
          <>
            <code>
              {subject.prefix}_…{subject.lastFour}
            </code>
            <span className="block text-sm text-muted">
              Shown once, when it was created; nobody can see it again.
            </span>
          </>
        ) : (
          "None"
        )}
      </Fact>
      <Fact name="Method">{METHOD_LABELS[subject.method]}</Fact>
      <Fact name="Environment">
        {subject.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : "Production"}
      </Fact>
      <Fact name="Acts as">
        {subject.createdBy.name} {subject.isOwnerActive ? null : <Badge tone="danger">Not active</Badge>}
        <span className="block text-sm break-all text-muted">{subject.createdBy.email}</span>
      </Fact>
      <Fact name="Created">
        <Time at={subject.createdAt} now={now} mode="exact" />
      </Fact>
      <Fact name={subject.status === "expired" ? "Expired" : "Expires"}>
        {subject.expiresAt ? <Time at={subject.expiresAt} now={now} mode="exact" /> : "Does not expire"}
      </Fact>
      {subject.retiresAt ? (
        <Fact name="Overlap ends">
          <Time at={subject.retiresAt} now={now} mode="exact" />
        </Fact>
      ) : null}
      <Fact name="Last used">
        {subject.lastUsedAt ? <Time at={subject.lastUsedAt} now={now} mode="exact" /> : "Never"}
        <LastCall subject={subject} now={now} />
      </Fact>
      <Fact name="Allowed addresses">
        {subject.allowedRanges.length === 0 ? (
          "Any"
        ) : (
          <ul>
            {subject.allowedRanges.map((range) => (
              <li key={range}>
                <code>{range}</code>
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <KeyLink name="Replaces" accountId={accountId} keyId={subject.replacesKeyId} text={related.replaces} />
      <KeyLink
        name="Replaced by"
        accountId={accountId}
        keyId={subject.replacedByKeyId}
        text={related.replacedBy}
      />
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-4 border-b border-line py-2.5 min-[26rem]:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** Where the latest call of any verdict came from. */
function LastCall({ subject, now }: { readonly subject: IntegrationKey; readonly now: string }) {
  if (!subject.lastCallAt || !subject.lastCallCode) return null;
  return (
    <span className="mt-0.5 block text-sm text-muted">
      Latest call <Time at={subject.lastCallAt} now={now} />
      {subject.lastCallCode === "allowed"
        ? null
        : `, refused: ${CALL_CODE_LABELS[subject.lastCallCode].toLowerCase()}`}
      {subject.lastAddress ? (
        <>
          , from <code className="text-ink">{subject.lastAddress}</code>
        </>
      ) : null}
      {subject.lastUserAgent ? <span className="block truncate">{subject.lastUserAgent}</span> : null}
    </span>
  );
}

type KeyLinkProps = {
  readonly name: string;
  readonly accountId: string;
  readonly keyId: string | null;
  readonly text: string | null;
};

function KeyLink({ name, accountId, keyId, text }: KeyLinkProps) {
  if (keyId === null) return null;
  return (
    <Fact name={name}>
      <Link href={keyPage(accountId, keyId)} className="font-medium text-accent hover:underline">
        {text ?? "Show that key"}
      </Link>
    </Fact>
  );
}
