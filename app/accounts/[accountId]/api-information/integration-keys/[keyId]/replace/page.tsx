import type { Metadata } from "next";

import { CapacityNote } from "@/components/integration-keys/form/capacity-note";
import { CreationRefused } from "@/components/integration-keys/form/submission/creation-refused";
import { ReplaceKeyForm } from "@/components/integration-keys/replace/replace-key-form";
import { ReplacementRefused } from "@/components/integration-keys/replace/replacement-refused";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { methodRefusal } from "@/lib/domain/keys/availability";
import { isReplaceable } from "@/lib/domain/keys/key-lifecycle";
import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import type { Profile } from "@/lib/domain/people/profiles";
import { LONG_LIVED_SCOPES, readScopes, type Scope } from "@/lib/domain/keys/scopes";
import { listScopeUses } from "@/lib/integration-keys/calls/scope-uses";
import { readKeyCapacity } from "@/lib/integration-keys/keys/reading/capacity";
import { expiryAfter } from "@/components/integration-keys/form/expiry/key-expiry";
import { replacementScopes } from "@/components/integration-keys/replace/replacement-scopes";
import { keyListPage, keyPage } from "@/lib/addresses/pages";

import { keysRefusal } from "../../refusal";
import { openKey } from "../open-key";

export const metadata: Metadata = { title: "Replace integration key" };

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/[keyId]/replace">;
type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

export default async function ReplaceIntegrationKeyPage({ params, searchParams }: Props) {
  const { accountId, keyId } = await params;
  const ctx = await requireAccount(accountId);
  const refusal = await keysRefusal(ctx, "key:manage");
  if (refusal) return refusal;
  const old = await openKey(accountId, keyId);
  return (
    <>
      <PageHead
        breadcrumb={
          <>
            <Link href={keyListPage(accountId)} className="hover:underline">
              Integration keys
            </Link>{" "}
            <span>/</span>{" "}
            <Link href={keyPage(accountId, keyId)} className="break-words hover:underline">
              {old.name}
            </Link>
          </>
        }
        title="Replace integration key"
        purpose={
          old.status === "expired"
            ? "Keys never change, and an expired one can't be prolonged. This makes a new one in its place."
            : "Keys never change. This makes a new one; you choose how long the old one still works."
        }
      />
      {await replacement(ctx, old, await searchParams)}
    </>
  );
}

async function replacement(ctx: AccountContext, old: IntegrationKey, search: Awaited<Props["searchParams"]>) {
  const { id, name, environment, status } = ctx.account;
  if (status === "closed") return <CreationRefused accountId={id} reason="account_closed" />;
  if (!old.canManage || !isReplaceable(old)) {
    return <ReplacementRefused accountId={id} old={old} />;
  }
  const policy = await orNotFound(getKeyPolicy(ctx));
  if (methodRefusal("long_lived", environment, policy.isGoLiveRequired) !== null) {
    return <CreationRefused accountId={id} reason="go_live_required" />;
  }
  const now = new Date();
  // An active key gives its place to its successor; an expired one has none any more.
  const capacity = old.status === "expired" ? await orNotFound(readKeyCapacity(ctx)) : null;
  const { data: uses } = await orNotFound(listScopeUses(ctx, old.id));
  const scopes = replacementScopes(
    old.scopes,
    uses.map(({ scope }) => scope),
    ctx.profile,
  );
  return (
    <>
      {capacity ? (
        <CapacityNote accountId={id} capacity={capacity} isAdmin={ctx.profile === "admin"} />
      ) : null}
      <ReplaceKeyForm
        accountId={id}
        old={old}
        start={{
          name: old.name,
          scopes: namedScopes(search["scopes"], ctx.profile) ?? scopes.all,
          expiresAt: expiryAfter(now, policy.defaultLifetimeDays).toISOString(),
          allowedRanges: old.allowedRanges,
        }}
        userId={ctx.user.id}
        actsAs={`${ctx.user.name}, ${ctx.profile} of ${name}`}
        scopes={scopes}
        facts={{ policy, profile: ctx.profile, now: now.toISOString() }}
        gateUrl={serviceAddresses().gateUrl}
      />
    </>
  );
}

/** Those that the address names, such as "explain access" does; null where it names none. Unknown names are left out. */
function namedScopes(named: string | string[] | undefined, profile: Profile): Scope[] | null {
  const { scopes } = readScopes(typeof named === "string" ? named.split(/[\s,]+/) : []);
  if (scopes.length === 0) return null;
  return scopes.filter((scope) => LONG_LIVED_SCOPES.includes(scope) && mayHold(profile, scope));
}
