"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";
import { useNow } from "@/components/ui/use-now";
import { METHOD_NOUNS } from "@/lib/domain/keys/availability";
import { isReplaceable } from "@/lib/domain/keys/key-lifecycle";
import { keyQuery } from "@/lib/queries/keys/integration-keys";
import { replaceKeyPage } from "@/lib/addresses/pages";

const RevokeDialog = lazy(() =>
  import("./revoke-dialog").then((module) => ({ default: module.RevokeDialog })),
);

type KeyActionsProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** Replace and Revoke, where the key's state and the person allow them; for a colleague, who may do it (R2). */
export function KeyActions({ accountId, keyId, now: start }: KeyActionsProps) {
  const [isRevoking, setRevoking] = useState(false);
  const now = useNow(start);
  const { key } = useSuspenseQuery(keyQuery(accountId, keyId)).data;
  if (!key.canRevoke) {
    if (key.status === "revoked") return null;
    return (
      <p className="max-w-64 text-sm text-muted">{`${key.createdBy.name}, who created this ${METHOD_NOUNS[key.method]}, or an admin can ${key.method === "oauth" ? "change" : "replace"} and revoke it.`}</p>
    );
  }
  return (
    <>
      {key.canManage && isReplaceable(key) ? (
        // Of an expired key it is what is left to do; its name says of what, where nothing else does.
        <LinkButton
          href={replaceKeyPage(accountId, keyId)}
          variant={key.status === "expired" ? "primary" : "secondary"}
        >
          {key.status === "expired" ? "Replace key" : "Replace"}
        </LinkButton>
      ) : null}
      {key.status === "revoked" ? null : (
        <Button className="text-danger!" onClick={() => setRevoking(true)}>
          Revoke
        </Button>
      )}
      {isRevoking ? (
        // A boundary of its own: else the page would be hidden meanwhile, and the button lose its focus.
        <Suspense fallback={<DialogLoading />}>
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
