import type { ReactNode } from "react";

import { requireAccount } from "@/lib/auth/page";
import { availabilityOf } from "@/lib/domain/keys/availability";
import { permits } from "@/lib/domain/people/profiles";

import { openKey } from "./open-key";

type KeyLayoutProps = {
  readonly params: Promise<{ accountId: string; keyId: string }>;
  readonly children: ReactNode;
};

/**
 * Looks for the key before anything is sent, so that the answer for a key that is not there is a 404 and no page
 * that turns out empty: below a loading page the status would be 200 already.
 */
export default async function KeyLayout({ params, children }: KeyLayoutProps) {
  const { accountId, keyId } = await params;
  const ctx = await requireAccount(accountId);
  // Who may see no keys here is told so by the page, whether there is such a key or not.
  if (permits(ctx.profile, "key:read") && availabilityOf(ctx.account) === "available") {
    await openKey(accountId, keyId);
  }
  return children;
}
