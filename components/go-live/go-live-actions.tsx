import { lazy, Suspense, useState } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";
import { keyPage } from "@/lib/addresses/pages";
import type { GoLive } from "@/lib/contracts/go-live/go-live";

import { isReady, missingTexts } from "./journey-words";

const ReviewDialog = lazy(() =>
  import("./request-review-dialog").then((module) => ({ default: module.RequestReviewDialog })),
);
const MigrationDialog = lazy(() =>
  import("./request-migration-dialog").then((module) => ({ default: module.RequestMigrationDialog })),
);
const Withdrawal = lazy(() =>
  import("./withdraw-dialog").then((module) => ({ default: module.WithdrawDialog })),
);

const ReviewWithdrawal = lazy(() =>
  import("./withdraw-dialog").then((module) => ({ default: module.WithdrawReviewDialog })),
);

type Act = "review" | "migration" | "withdraw" | "withdraw_review";
type GoLiveActionsProps = { readonly accountId: string; readonly keyId: string; readonly goLive: GoLive };

/** What can be done at this point of the way; while support has it in hand, taking that back. */
export function GoLiveActions({ accountId, keyId, goLive }: GoLiveActionsProps) {
  const [act, setAct] = useState<Act | null>(null);
  const dialog = { accountId, keyId, onClose: () => setAct(null) };
  return (
    <>
      <ActButton goLive={goLive} onAct={setAct} />
      {act === null ? null : (
        // A boundary of its own: else the page would be hidden meanwhile, and the button lose its focus.
        <Suspense fallback={<DialogLoading />}>
          {act === "review" ? <ReviewDialog {...dialog} missing={missingTexts(goLive)} /> : null}
          {act === "migration" ? <MigrationDialog {...dialog} destinations={goLive.destinations} /> : null}
          {act === "withdraw" ? <Withdrawal {...dialog} /> : null}
          {act === "withdraw_review" ? <ReviewWithdrawal {...dialog} /> : null}
        </Suspense>
      )}
    </>
  );
}

type ActButtonProps = { readonly goLive: GoLive; readonly onAct: (act: Act) => void };

function ActButton({ goLive, onAct }: ActButtonProps) {
  const { state, productionKey, canOpenProductionKey } = goLive;
  switch (state) {
    case "demo":
    case "review_failed":
    case "review_expired":
      return (
        <Button variant={isReady(goLive) ? "primary" : "secondary"} onClick={() => onAct("review")}>
          Request review
        </Button>
      );
    case "review_passed":
    case "declined":
    case "withdrawn":
      return (
        <Button variant="primary" onClick={() => onAct("migration")}>
          Request migration to production
        </Button>
      );
    case "migration_requested":
      return <Button onClick={() => onAct("withdraw")}>Withdraw request</Button>;
    case "live":
      return productionKey && canOpenProductionKey ? (
        <LinkButton href={keyPage(productionKey.accountId, productionKey.id)} variant="primary">
          Open production key
        </LinkButton>
      ) : null;
    case "review_pending":
      return <Button onClick={() => onAct("withdraw_review")}>Withdraw request</Button>;
  }
}
