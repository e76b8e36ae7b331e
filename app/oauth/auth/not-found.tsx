import { headers } from "next/headers";

import { PlainPage } from "@/components/ui/plain-page";
import { Callout } from "@/components/ui/callout";
import { orNotFound } from "@/lib/auth/page";
import { PATH_HEADER } from "@/lib/auth/request";
import { openRequest } from "@/lib/oauth/authorization/open";

/** Stands in place of an answer that would go to an address which is not the app's: nobody is sent there. */
export default async function UnanswerableRequest() {
  const path = (await headers()).get(PATH_HEADER) ?? "";
  const opened = await orNotFound(openRequest(new URLSearchParams(path.split("?")[1] ?? "")));
  const isAddress = opened === "unknown_redirect_uri";
  return (
    <PlainPage
      title="This request can’t be answered"
      purpose="Nothing was allowed, and nobody was told anything."
    >
      <Callout
        tone="danger"
        title={isAddress ? "The address to go back to is not the app’s" : "The application is not known here"}
      >
        {isAddress
          ? "The request names a redirect URI that the app does not have, character by character. Whoever runs the app adds it under Credentials, in the environment that it is meant for."
          : "No application here has this client_id: it may be of another environment, revoked, or not live yet. Whoever runs the app compares it with the GUID on the app’s page."}
      </Callout>
    </PlainPage>
  );
}
