"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { EmptyState, ErrorState } from "@/components/ui/states";
import { useNow } from "@/components/ui/use-now";
import type { ConnectedApp, ConnectedAppList } from "@/lib/contracts/people/connected-apps";
import {
  connectedAppsKey,
  connectedAppsQuery,
  revokeConsentMutation,
} from "@/lib/queries/people/connected-apps";
import { failureOf } from "@/lib/queries/failure";

import { ConnectedAppEntry } from "./connected-app-entry";
import { RevokeDialog } from "./revoke-dialog";

type ConnectedAppsProps = { readonly initial: ConnectedAppList; readonly now: string };

/** You > Connected apps: which apps act for the person, as what, since when, and the way to end it. */
export function ConnectedApps({ initial, now: start }: ConnectedAppsProps) {
  const client = useQueryClient();
  const now = useNow(start);
  const [asked, setAsked] = useState<ConnectedApp | null>(null);
  const [said, setSaid] = useState("");
  const { data } = useQuery({ ...connectedAppsQuery(), initialData: initial });
  const revoke = useMutation(revokeConsentMutation());
  const close = () => {
    setAsked(null);
    revoke.reset();
  };
  const confirm = async ({ id, app }: ConnectedApp) => {
    await revoke.mutateAsync(id);
    setSaid(`${app.name} acts for you no more.`);
    close();
    await client.invalidateQueries({ queryKey: connectedAppsKey });
  };
  return (
    <>
      <output className="mb-3 block text-sm text-muted empty:hidden">{said}</output>
      {data.data.length === 0 ? (
        <EmptyState title="No app acts for you">
          An application that wants to asks you first, on a page of this console. What you allow stands here.
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {data.data.map((app) => (
            <ConnectedAppEntry
              key={`${app.id} ${app.account.id}`}
              app={app}
              now={now}
              onRevoke={() => {
                setSaid("");
                setAsked(app);
              }}
            />
          ))}
        </ul>
      )}
      {asked ? (
        <RevokeDialog
          app={asked}
          isBusy={revoke.isPending}
          onClose={close}
          onConfirm={() => void confirm(asked).catch(() => undefined)}
        >
          {revoke.error ? <ErrorState {...failureOf(revoke.error, "It was not revoked")} /> : null}
        </RevokeDialog>
      ) : null}
    </>
  );
}
