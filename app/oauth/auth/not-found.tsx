import { headers } from "next/headers";

import { PlainPage } from "@/components/ui/plain-page";
import { Callout } from "@/components/ui/callout";
import { orNotFound } from "@/lib/auth/page";
import { PATH_HEADER } from "@/lib/auth/request";
import { openRequest, type Unanswerable } from "@/lib/oauth/authorization/open";

const TEXTS: Readonly<Record<Unanswerable, { readonly title: string; readonly detail: string }>> = {
  unknown_client: {
    title: "The application is not known here",
    detail:
      "No application here has this client_id: it may be of another environment, revoked, or not live yet. Whoever runs the app compares it with the GUID on the app’s page.",
  },
  unknown_redirect_uri: {
    title: "The address to go back to is not the app’s",
    detail:
      "The request names a redirect URI that the app does not have, character by character. Whoever runs the app adds it under Credentials, in the environment that it is meant for.",
  },
  // One text for all of it: what is behind an address is told to nobody who names one.
  agent: {
    title: "This agent can’t ask you",
    detail:
      "An admin of your account lets agents ask, under Key policy: any, or those of some hosts; one that was revoked is let in by an admin first. The document at the agent’s address has to be there, to be for that address, and to list the redirect URI of this request, character by character.",
  },
};

/** Stands in place of an answer that would go to an address which is not the app's: nobody is sent there. */
export default async function UnanswerableRequest() {
  const path = (await headers()).get(PATH_HEADER) ?? "";
  const opened = await orNotFound(openRequest(new URLSearchParams(path.split("?")[1] ?? "")));
  const text = TEXTS[typeof opened === "string" ? opened : "unknown_client"];
  return (
    <PlainPage
      title="This request can’t be answered"
      purpose="Nothing was allowed, and nobody was told anything."
    >
      <Callout tone="danger" title={text.title}>
        {text.detail}
      </Callout>
    </PlainPage>
  );
}
