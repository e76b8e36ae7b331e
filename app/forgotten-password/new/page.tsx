import type { Metadata } from "next";

import { ChooseForm } from "@/components/sign-in/choose-form";
import { PlainPage } from "@/components/ui/plain-page";

export const metadata: Metadata = { title: "Choose another password" };

/** The page that a mailed link leads to. Its token stands behind a `#`: this server does not get to see it here. */
export default function ChoosePasswordPage() {
  return (
    <PlainPage
      title="Choose another password"
      purpose="The one from before does not work any more then, and all of your sessions end."
    >
      <ChooseForm />
    </PlainPage>
  );
}
