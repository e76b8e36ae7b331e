import { Callout } from "@/components/ui/callout";

/** Why the last active admin of an account with live keys stays one (S3), and what to do about it. */
export function LastAdminCallout() {
  return (
    <Callout tone="danger" title="This is the last active admin.">
      The account has live keys, so somebody must be able to manage them. Make somebody else an admin first,
      or revoke the keys.
    </Callout>
  );
}
