import { Link } from "@/components/ui/links/link";
import { Badge } from "@/components/ui/marks/badge";
import { keyPage } from "@/lib/addresses/pages";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";

type LiveBadgeProps = {
  readonly subject: Pick<IntegrationKey, "id" | "accountId" | "environment" | "goLiveState" | "canManage">;
};

/**
 * Says of both keys of a GUID that went live that it is: of the one in the sandbox with the way to its copy, for whoever sees
 * that way. Nothing for any other key.
 */
export function LiveBadge({ subject }: LiveBadgeProps) {
  const { id, accountId, environment, goLiveState, canManage } = subject;
  if (goLiveState !== "live") return null;
  const badge = <Badge tone="accent">Live</Badge>;
  if (environment === "production") {
    return <span title="Taken live from a sandbox key, with the same GUID">{badge}</span>;
  }
  const title = "Its copy in production has the same GUID";
  if (!canManage) return <span title={title}>{badge}</span>;
  return (
    <Link
      href={keyPage(accountId, id, { tab: "go-live" })}
      prefetch={false}
      title={title}
      className="inline-flex shrink-0 rounded-sm text-base font-normal tracking-normal hover:underline"
    >
      {badge}
    </Link>
  );
}
