import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { Frame } from "@/components/frame/frame";
import { getMe } from "@/lib/accounts/me";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { firstAccount, LAST_ACCOUNT_COOKIE } from "@/components/frame/account/last-account";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme/theme";

/** The frame around pages that belong to no account: the person's own, and support. */
export async function PersonFrame({ children }: { readonly children: ReactNode }) {
  const session = await requireSession();
  const [me, jar] = await Promise.all([orNotFound(getMe(session)), cookies()]);
  return (
    <Frame
      me={me}
      account={firstAccount(me.memberships, jar.get(LAST_ACCOUNT_COOKIE)?.value)}
      isAccountPage={false}
      theme={readTheme(jar.get(THEME_COOKIE)?.value)}
    >
      {children}
    </Frame>
  );
}
