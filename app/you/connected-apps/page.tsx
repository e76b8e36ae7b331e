import type { Metadata } from "next";

import { ConnectedApps } from "@/components/connected-apps/connected-apps";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { listConnectedApps } from "@/lib/oauth/consents/list-connected-apps";

export const metadata: Metadata = { title: "Connected apps" };

export default async function ConnectedAppsPage() {
  const session = await requireSession();
  const initial = await orNotFound(listConnectedApps(session));
  return (
    <>
      <PageHead
        title="Connected apps"
        purpose="Applications that act for you, because you or your organization let them. Revoke one, and its next request is refused."
      />
      <ConnectedApps initial={initial} now={new Date().toISOString()} />
    </>
  );
}
