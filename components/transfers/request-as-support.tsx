"use client";

import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";

import { RequestTransferDialog } from "./request-transfer-dialog";

type RequestAsSupportProps = { readonly accountId: string; readonly accountName: string };

/** Opens a transfer from or to an account for whoever asked support for it. */
export function RequestAsSupport({ accountId, accountName }: RequestAsSupportProps) {
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <Button onClick={() => setOpening(true)}>Request transfer</Button>
      {isOpening ? (
        <RequestTransferDialog
          accountId={accountId}
          accountName={accountName}
          by="support"
          onClose={() => setOpening(false)}
        />
      ) : null}
    </>
  );
}
