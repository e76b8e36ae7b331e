import type { Metadata } from "next";

import { Security } from "@/components/security/security";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { listSessions } from "@/lib/sessions/list";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const session = await requireSession();
  const sessions = await orNotFound(listSessions(session));
  return (
    <>
      <PageHead
        title="Security"
        purpose="Where you are signed in, and your password. End a session that you don’t know, then change the password."
      />
      <Security sessions={sessions} email={session.user.email} />
    </>
  );
}
