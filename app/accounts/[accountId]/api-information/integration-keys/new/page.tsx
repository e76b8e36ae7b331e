import type { Metadata } from "next";
import Link from "next/link";

import { CreateKeyForm } from "@/components/integration-keys/create-key-form";
import { CreationRefused } from "@/components/integration-keys/creation-refused";
import { PageHead } from "@/components/ui/page-head";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { methodRefusal } from "@/lib/domain/availability";
import { expiryAfter } from "@/lib/view/key-expiry";
import { readKeyPrefill } from "@/lib/view/key-prefill";
import { keyListPage } from "@/lib/view/routes";

import { keysRefusal } from "../refusal";

export const metadata: Metadata = { title: "Create integration key" };

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/new">;
type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

export default async function NewIntegrationKeyPage({ params, searchParams }: Props) {
  const ctx = await requireAccount((await params).accountId);
  const refusal = await keysRefusal(ctx, "key:create");
  if (refusal) return refusal;
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={keyListPage(ctx.account.id)} className="hover:underline">
            Integration keys
          </Link>
        }
        title="Create integration key"
        purpose="Choose as little as the program needs: what you choose here never changes. A key is replaced, not edited."
      />
      {await creation(ctx, await searchParams)}
    </>
  );
}

async function creation(ctx: AccountContext, search: Awaited<Props["searchParams"]>) {
  const policy = await orNotFound(getKeyPolicy(ctx));
  const { id, name, environment, status } = ctx.account;
  if (status === "closed") return <CreationRefused accountId={id} reason="account_closed" />;
  if (methodRefusal("long_lived", environment, policy.isGoLiveRequired) !== null) {
    return <CreationRefused accountId={id} reason="go_live_required" />;
  }
  const now = new Date();
  return (
    <CreateKeyForm
      accountId={id}
      environment={environment}
      actsAs={`${ctx.user.name}, ${ctx.profile} of ${name}`}
      facts={{ policy, profile: ctx.profile, now: now.toISOString() }}
      prefill={readKeyPrefill(search, {
        profile: ctx.profile,
        now,
        maximumLifetimeDays: policy.maximumLifetimeDays,
      })}
      defaultExpiresAt={expiryAfter(now, policy.defaultLifetimeDays).toISOString()}
      gateUrl={serviceAddresses().gateUrl}
    />
  );
}
