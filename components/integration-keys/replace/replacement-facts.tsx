import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { Scope } from "@/lib/domain/keys/scopes";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { keyUse } from "@/components/key-parts/calls/key-use";
import type { OverlapChoice } from "./key-overlap";

type ReplacementFactsProps = {
  readonly old: IntegrationKey;
  readonly scopes: ReadonlySet<Scope>;
  /** Null for a key that has expired. */
  readonly overlap: OverlapChoice | undefined | null;
  /** Who replaces. */
  readonly userId: string;
  readonly now: string;
};

/** What becomes of the old key, and how the new one differs. */
export function ReplacementFacts({ old, scopes, overlap, userId, now }: ReplacementFactsProps) {
  const had = new Set<string>(old.scopes);
  const added = [...scopes].filter((scope) => !had.has(scope));
  const ownerChange = ownerChangeText(old, userId);
  const dropped = old.scopes.filter((scope) => !new Set<string>(scopes).has(scope));
  return (
    <div className="border-t border-line pt-3 text-sm">
      <h2 className="text-base font-semibold">What happens to the old key</h2>
      <p className="mt-1">
        {overlap === null ? expiredText(old, now) : overlap === undefined ? null : endText(overlap)}
      </p>
      <p className="mt-1 text-muted">
        {old.lastUsedAt
          ? `It was last used ${relativeTime(old.lastUsedAt, now)}${old.lastAddress ? ` from ${old.lastAddress}` : ""}.`
          : keyUse(old).kind === "never"
            ? "It was never used."
            : "It was never used: every call was refused."}
      </p>
      {ownerChange ? <p className="mt-1">{ownerChange}</p> : null}
      <ScopeChange label="The new key gains" scopes={added} />
      <ScopeChange label="The new key loses" scopes={dropped} />
    </div>
  );
}

/**
 * Says that replacing a colleague's key changes as whom it acts: a key acts as who made it (R6). Null for one's own.
 */
export function ownerChangeText(old: Pick<IntegrationKey, "createdBy">, userId: string): string | null {
  if (old.createdBy.id === userId) return null;
  return `The old key acts as ${old.createdBy.name}, the new one as you: it can do what your profile may, and stops if you are deactivated.`;
}

function expiredText({ expiresAt }: IntegrationKey, now: string): string {
  const when = expiresAt === null ? "" : ` ${relativeTime(expiresAt, now)}`;
  return `It expired${when}: calls with it fail already, and go on failing. Give the new key to every program that still uses it.`;
}

function endText(overlap: OverlapChoice): string {
  if (overlap.seconds === 0) return "Calls with it fail as soon as you replace it.";
  return `It works until ${exactTime(overlap.endsAt.toISOString())}. Move every program to the new key before then.`;
}

function ScopeChange({ label, scopes }: { readonly label: string; readonly scopes: readonly string[] }) {
  if (scopes.length === 0) return null;
  return (
    <p className="mt-1">
      <span>{label}</span>{" "}
      <code translate="no" className="text-xs">
        {scopes.join(", ")}
      </code>
    </p>
  );
}
