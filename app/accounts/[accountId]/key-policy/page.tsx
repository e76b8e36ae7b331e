import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { AgentPolicySection } from "@/components/key-policy/agent-policy-section";
import { LegacyAuthenticationSection } from "@/components/key-policy/legacy-authentication-section";
import { KeyPolicyEditor } from "@/components/key-policy/key-policy-editor";
import { Callout } from "@/components/ui/callout";
import { PageHead } from "@/components/ui/page-head";
import { getAgentPolicy } from "@/lib/accounts/get-agent-policy";
import { getLegacyAuthentication } from "@/lib/accounts/get-legacy-authentication";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { availabilityOf, unavailableText } from "@/lib/domain/keys/availability";
import { permits } from "@/lib/domain/people/profiles";
import { createQueryClient } from "@/lib/queries/client";
import { agentPolicyQuery } from "@/lib/queries/accounts/agent-policy";
import { legacyAuthenticationQuery } from "@/lib/queries/accounts/legacy-authentication";
import { keyPolicyQuery } from "@/lib/queries/accounts/key-policy";

export const metadata: Metadata = { title: "Key policy" };

export default async function Page({ params }: PageProps<"/accounts/[accountId]/key-policy">) {
  const { accountId } = await params;
  const ctx = await requireAccount(accountId);
  if (!permits(ctx.profile, "policy:read")) {
    return (
      <AdminsOnly
        accountId={accountId}
        title="Key policy"
        rule="Only an admin sees the key policy."
        profile={ctx.profile}
        admins={await orNotFound(listAccountAdmins(ctx))}
      />
    );
  }
  const client = createQueryClient();
  await orNotFound(client.query({ ...keyPolicyQuery(accountId), queryFn: () => getKeyPolicy(ctx) }));
  const availability = availabilityOf(ctx.account);
  const now = new Date().toISOString();
  // People by name and address: an admin's report, of an account that has keys.
  const isManaged =
    permits(ctx.profile, "policy:update") && availability === "available" && ctx.account.status === "active";
  if (isManaged) {
    const queryFn = () => getLegacyAuthentication(ctx);
    await orNotFound(client.query({ ...legacyAuthenticationQuery(accountId), queryFn }));
    await orNotFound(client.query({ ...agentPolicyQuery(accountId), queryFn: () => getAgentPolicy(ctx) }));
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Key policy"
        purpose={`What ${ctx.account.name} allows the keys that are created in it.`}
      />
      {availability === "available" ? null : (
        <div className="mb-6 max-w-160">
          <Callout tone="neutral" title="The policy can't be changed at present.">
            {unavailableText(availability, ctx.account.plan)}
          </Callout>
        </div>
      )}
      <KeyPolicyEditor accountId={accountId} environment={ctx.account.environment} now={now} />
      {isManaged ? <AgentPolicySection accountId={accountId} now={now} /> : null}
      {isManaged ? <LegacyAuthenticationSection accountId={accountId} now={now} /> : null}
    </HydrationBoundary>
  );
}
