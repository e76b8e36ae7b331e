import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { usedByText } from "@/components/key-parts/calls/key-callers";
import { redirectUrisQuery, setRedirectUris } from "@/lib/queries/keys/app-credentials";
import { callersQuery } from "@/lib/queries/keys/key-usage";

import type { CredentialDialogProps } from "./dialog-props";
import { showRedirectUris } from "./known-lists";
import { RemovalDialog, useAppRefresh } from "./removal-dialog";

type RemoveRedirectUriDialogProps = CredentialDialogProps & {
  readonly uri: string;
  readonly isLast: boolean;
};

/** Removes a redirect URI, with who can't sign in any more first. */
export function RemoveRedirectUriDialog(props: RemoveRedirectUriDialogProps) {
  const { app, accountId, uri, isLast, onClose } = props;
  const cache = useQueryClient();
  const callers = useQuery({ ...callersQuery(accountId, app.id), staleTime: 0 });
  const refresh = useAppRefresh(accountId, app.id);
  const removal = useMutation({
    mutationFn: async () => {
      // A colleague may have changed the list, which is set as a whole.
      const { redirectUris: previous } = await cache.query({
        ...redirectUrisQuery(accountId, app.id),
        staleTime: 0,
      });
      const redirectUris = previous.filter((other) => other !== uri);
      return setRedirectUris(accountId, app.id, { redirectUris, previous });
    },
    retry: false,
    onSuccess: (set) => {
      showRedirectUris(cache, { accountId, keyId: app.id }, set);
      onClose(`${uri} was removed.`);
    },
    onSettled: refresh,
  });
  return (
    <RemovalDialog
      title="Remove this redirect URI"
      keep="Keep it"
      remove="Remove redirect URI"
      isReady={!callers.isLoading}
      removal={removal}
      onClose={() => onClose()}
    >
      <code translate="no" className="rounded-md bg-sunken px-3 py-2 text-sm break-all">
        {uri}
      </code>
      <Callout
        tone={isLast && callers.data?.isUsed ? "danger" : "caution"}
        title={isLast ? "Nobody can sign in to this app any more" : "Sign-ins that name it are refused"}
      >
        <p>
          {isLast
            ? "It is the last redirect URI. Whoever comes to sign in sees an error page until the app has another."
            : "Whoever comes to sign in by it sees an error page instead of coming back. The other redirect URIs go on working."}
        </p>
        <p>{callers.data ? usedByText(callers.data).replace(" used it ", " used the app ") : null}</p>
      </Callout>
    </RemovalDialog>
  );
}
