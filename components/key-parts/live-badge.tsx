import { Link } from "@/components/ui/links/link";
import { Badge } from "@/components/ui/marks/badge";
import { keyPage } from "@/lib/addresses/pages";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";

/** Beside a heading it is no part of, as the status is. */
const LOOK = "inline-flex shrink-0 text-base font-normal tracking-normal";

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
  const isThere = environment === "production";
  const title = isThere
    ? "Taken live from a sandbox key, with the same GUID"
    : "Its copy in production has the same GUID";
  if (isThere || !canManage) {
    return (
      <span title={title} className={LOOK}>
        {badge}
      </span>
    );
  }
  return (
    <Link
      href={keyPage(accountId, id, { tab: "go-live" })}
      prefetch={false}
      title={title}
      className={`${LOOK} rounded-sm hover:underline`}
    >
      {badge}
    </Link>
  );
}
