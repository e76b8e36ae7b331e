import type { Metadata } from "next";

import { Security } from "@/components/security/security";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { hasPasswordSignIn } from "@/lib/auth/sign-in-choices";
import { listSessions } from "@/lib/sessions/list";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const session = await requireSession();
  const sessions = await orNotFound(listSessions(session));
  const hasPassword = hasPasswordSignIn();
  return (
    <>
      <PageHead
        title="Security"
        purpose={`Where you are signed in${hasPassword ? ", and your password. End a session that you don’t know, then change the password." : ". End a session that you don’t know."}`}
      />
      <Security sessions={sessions} email={session.user.email} hasPassword={hasPassword} />
    </>
  );
}
