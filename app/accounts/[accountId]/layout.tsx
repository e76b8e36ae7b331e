import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { Frame } from "@/components/frame/frame";
import { getMe } from "@/lib/accounts/me";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme/theme";

type AccountLayoutProps = {
  readonly params: Promise<{ accountId: string }>;
  readonly children: ReactNode;
};

export default async function AccountLayout({ params, children }: AccountLayoutProps) {
  const ctx = await requireAccount((await params).accountId);
  const [me, jar] = await Promise.all([orNotFound(getMe(ctx)), cookies()]);
  return (
    <Frame
      me={me}
      account={me.memberships.find((account) => account.id === ctx.account.id) ?? null}
      isAccountPage
      theme={readTheme(jar.get(THEME_COOKIE)?.value)}
    >
      {children}
    </Frame>
  );
}
