import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { KeyPolicyEditor } from "@/components/key-policy/key-policy-editor";
import { Callout } from "@/components/ui/callout";
import { PageHead } from "@/components/ui/page-head";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { availabilityOf, unavailableText } from "@/lib/domain/keys/availability";
import { permits } from "@/lib/domain/people/profiles";
import { createQueryClient } from "@/lib/queries/client";
import { keyPolicyQuery } from "@/lib/queries/key-policy";

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
      <KeyPolicyEditor
        accountId={accountId}
        environment={ctx.account.environment}
        now={new Date().toISOString()}
      />
    </HydrationBoundary>
  );
}
