import type { Metadata } from "next";

import { AskForm } from "@/components/sign-in/ask-form";
import { Callout } from "@/components/ui/callout";
import { PlainPage } from "@/components/ui/plain-page";
import { hasPasswordSignIn, mailsHere } from "@/lib/auth/sign-in-choices";

export const metadata: Metadata = { title: "Forgotten password" };

/** The page on which somebody asks for a link to choose another password. */
export default function ForgottenPasswordPage() {
  const policy = mailsHere();
  const isOpen = hasPasswordSignIn() && policy !== "off";
  return (
    <PlainPage
      title="Forgotten password"
      purpose={isOpen ? "A link to choose another one is mailed to your address." : null}
    >
      {isOpen ? (
        <AskForm hasOutbox={policy === "demo"} />
      ) : (
        <Callout tone="neutral">
          {hasPasswordSignIn()
            ? "No mails leave this console. Ask its operator, who sets new passwords."
            : "Nobody signs in by password here. Use single sign-on."}
        </Callout>
      )}
    </PlainPage>
  );
}
