"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { Button, LinkButton } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import { keyQuery } from "@/lib/queries/integration-keys";
import { replaceKeyPage } from "@/lib/view/routes";

const RevokeDialog = lazy(() =>
  import("./revoke-dialog").then((module) => ({ default: module.RevokeDialog })),
);

type KeyActionsProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** Replace and Revoke, where the key's state and the person allow them; for a colleague, who may do it (R2). */
export function KeyActions({ accountId, keyId, now: start }: KeyActionsProps) {
  const [isRevoking, setRevoking] = useState(false);
  const now = useNow(start);
  const { key } = useSuspenseQuery(keyQuery(accountId, keyId)).data;
  if (!key.canManage) {
    if (key.status === "revoked") return null;
    return (
      <p className="max-w-64 text-sm text-muted">
        {key.createdBy.name}, who created this key, or an admin can replace and revoke it.
      </p>
    );
  }
  const canReplace = key.status === "active" && key.method === "long_lived";
  return (
    <>
      {canReplace ? <LinkButton href={replaceKeyPage(accountId, keyId)}>Replace</LinkButton> : null}
      {key.status === "revoked" ? null : (
        <Button className="text-danger!" onClick={() => setRevoking(true)}>
          Revoke
        </Button>
      )}
      {isRevoking ? (
        // A boundary of its own: else the page would be hidden meanwhile, and the button lose its focus.
        <Suspense fallback={null}>
          <RevokeDialog
            keyToRevoke={key}
            accountId={accountId}
            now={now}
            isOpen
            onClose={() => setRevoking(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
