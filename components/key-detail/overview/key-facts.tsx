import type { ReactNode } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { CallMark } from "@/components/ui/marks/call-mark";
import { Link } from "@/components/ui/links/link";
import { Time } from "@/components/ui/time";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { METHOD_LABELS } from "@/lib/domain/keys/availability";
import { CALL_CODE_LABELS } from "@/lib/domain/verdict/verdict-group";
import { keyUse } from "@/components/key-parts/calls/key-use";
import { keyPage } from "@/lib/addresses/pages";

import { KeyQuota } from "./key-quota";

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
      {subject.prefix && subject.lastFour ? (
        <Fact name="Secret">
          <code translate="no">{`${subject.prefix}_…${subject.lastFour}`}</code>
          <span className="block text-sm text-muted">
            Shown once, when it was created; nobody can see it again.
          </span>
        </Fact>
      ) : null}
      <Fact name="Method">{subject.agent ? "Agent" : METHOD_LABELS[subject.method]}</Fact>
      {subject.agent ? <AgentFacts agent={subject.agent} /> : null}
      {subject.method === "oauth" && !subject.agent ? (
        <AppFacts subject={subject} accountId={accountId} />
      ) : null}
      <Fact name="Environment">
        {subject.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : "Production"}
      </Fact>
      <Fact name={subject.agent ? "First allowed by" : subject.method === "oauth" ? "Created by" : "Acts as"}>
        <span>{subject.createdBy.name}</span>{" "}
        {subject.isOwnerActive ? null : <Badge tone="danger">Not active</Badge>}
        <span className="block text-sm break-all text-muted">{subject.createdBy.email}</span>
      </Fact>
      <Fact name="Created">
        <Time at={subject.createdAt} now={now} mode="exact" />
      </Fact>
      <Fact name={subject.status === "expired" ? "Expired" : "Expires"}>
        {subject.expiresAt ? (
          <Time at={subject.expiresAt} now={now} mode="exact" />
        ) : subject.method === "long_lived" ? (
          "With its secret, once that is issued"
        ) : (
          <>
            <span>Does not expire</span>
            <span className="block text-sm text-muted">
              It ends when it is revoked; its tokens end after hours.
            </span>
          </>
        )}
      </Fact>
      {subject.retiresAt ? (
        <Fact name="Overlap ends">
          <Time at={subject.retiresAt} now={now} mode="exact" />
        </Fact>
      ) : null}
      <Fact name="Last used">
        <LastUse subject={subject} now={now} />
        <LastCall subject={subject} now={now} />
      </Fact>
      {subject.status === "active" || subject.status === "retiring" ? (
        <Fact name="Hourly limit">
          <KeyQuota accountId={accountId} keyId={subject.id} />
        </Fact>
      ) : null}
      <Fact name="Allowed addresses">
        {subject.allowedRanges.length === 0 ? (
          "Any"
        ) : (
          <ul>
            {subject.allowedRanges.map((range) => (
              <li key={range}>
                <code translate="no">{range}</code>
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

function AgentFacts({ agent }: { readonly agent: NonNullable<IntegrationKey["agent"]> }) {
  return (
    <>
      <Fact name="Agent of">
        <span>{agent.host}</span>
        <span className="block text-sm text-muted">Verified: the document about it is from there.</span>
      </Fact>
      <Fact name="Calls itself">
        <span>{agent.declaredName}</span>
        <span className="block text-sm text-muted">
          Nobody has verified that. So it said when it was first allowed.
        </span>
      </Fact>
      <Fact name="Its document">
        <code translate="no" className="break-all">
          {agent.clientUri}
        </code>
      </Fact>
      <Fact name="Acts as">Whoever consents to it</Fact>
    </>
  );
}

function AppFacts({ subject, accountId }: Pick<KeyFactsProps, "subject" | "accountId">) {
  const { isPublic } = subject;
  return (
    <>
      <Fact name="Kind">
        <span>{isPublic ? "Public" : "Confidential"}</span>
        <span className="block text-sm text-muted">
          {isPublic ? "It can keep no secret, and proves who it is with PKCE." : "It can keep a secret."}
        </span>
      </Fact>
      <Fact name="Acts as">
        <span>Whoever consents to it</span>
        <Link
          href={keyPage(accountId, subject.id, { tab: "credentials" })}
          className="block w-fit text-sm font-medium text-accent hover:underline"
        >
          How it proves who it is
        </Link>
      </Fact>
    </>
  );
}

function LastUse({ subject, now }: { readonly subject: IntegrationKey; readonly now: string }) {
  const use = keyUse(subject);
  if (use.kind === "used") {
    return (
      <span className="inline-flex items-center gap-2">
        <CallMark verdict="accepted" />
        <Time at={use.at} now={now} mode="exact" />
      </span>
    );
  }
  return <span>{use.kind === "never" ? "Never" : "Never: every call was refused"}</span>;
}

/** Where the latest call of any verdict came from. */
function LastCall({ subject, now }: { readonly subject: IntegrationKey; readonly now: string }) {
  if (!subject.lastCallAt || !subject.lastCallCode) return null;
  return (
    <span className="mt-0.5 block text-sm text-muted">
      {subject.lastCallCode === "allowed" ? null : (
        <span className="mr-1.5 inline-block">
          <CallMark verdict="refused" />
        </span>
      )}
      <span>Latest call</span> <Time at={subject.lastCallAt} now={now} />
      <span>
        {subject.lastCallCode === "allowed"
          ? null
          : `, refused: ${CALL_CODE_LABELS[subject.lastCallCode].toLowerCase()}`}
      </span>
      {subject.lastAddress ? (
        <>
          <span>, from</span>{" "}
          <code translate="no" className="text-ink">
            {subject.lastAddress}
          </code>
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
