import type { Metadata } from "next";

import { Invitation } from "@/components/sign-in/invitation";
import { PlainPage } from "@/components/ui/plain-page";
import { hasPasswordSignIn, oidcNameHere } from "@/lib/auth/sign-in-choices";

export const metadata: Metadata = { title: "Invitation" };

/** The page that a mailed invitation leads to. Its token stands behind a `#`: this server does not get to see it here. */
export default function InvitationPage() {
  return (
    <PlainPage title="Invitation">
      <Invitation oidcName={oidcNameHere()} hasPassword={hasPasswordSignIn()} />
    </PlainPage>
  );
}
