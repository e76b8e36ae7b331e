"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { ProductionEnv } from "@/components/key-parts/production-env";
import { Button, LinkButton } from "@/components/ui/buttons/button";
import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";
import { giveFocusBack } from "@/components/ui/dialogs/lasting-focus";
import { Link } from "@/components/ui/links/link";
import { StepMark } from "@/components/ui/marks/step-mark";
import { useNow } from "@/components/ui/use-now";
import { keyPage } from "@/lib/addresses/pages";
import type { CarryOverAnswer } from "@/lib/contracts/go-live/carry-over";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { ProgramAddresses } from "@/lib/domain/go-live/environment-difference";
import { carryOverQuery } from "@/lib/queries/cases/go-live";
import { keyQuery } from "@/lib/queries/keys/integration-keys";

import { carryOverWords } from "./carry-over-words";

/** Loaded when it is asked for: it shows a secret, which most looks at the plan do not. */
const IssueKeyDialog = lazy(() =>
  import("./issue-key-dialog").then((module) => ({ default: module.IssueKeyDialog })),
);

type CarryOver = NonNullable<CarryOverAnswer["carryOver"]>;
type Item = CarryOver["items"][number];

type CarryOverPlanProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly now: string;
  readonly addresses: ProgramAddresses;
};

/** What is left to be set again in production, on the copy that Go Live made; afterwards where it came from. */
export function CarryOverPlan({ accountId, keyId, now: start, addresses }: CarryOverPlanProps) {
  const now = useNow(start);
  const { data: found } = useQuery(keyQuery(accountId, keyId));
  const { data } = useQuery(carryOverQuery(accountId, keyId));
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const carryOver = data?.carryOver;
  if (!carryOver || !found) return null;
  const { key } = found;
  if (carryOver.isDone || key.status === "revoked") return <Origin {...carryOver} />;
  const close = () => {
    setOpener(null);
    if (opener) requestAnimationFrame(() => giveFocusBack(opener));
  };
  return (
    <section aria-labelledby="carry-over-title" className="mb-8">
      <h2 id="carry-over-title" className="text-lg font-semibold">
        Carry-over plan
      </h2>
      <Origin {...carryOver} />
      <ol className="mt-3 border-t border-line">
        {carryOver.items.map((item) => (
          <li
            key={item.code}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3"
          >
            <StepMark state={item.isDone ? "done" : "now"} />
            <Words item={item} />
            {item.isDone || !key.canManage ? null : (
              <Act item={item} subject={key} accountId={accountId} onIssue={setOpener} />
            )}
          </li>
        ))}
      </ol>
      <h3 className="mt-5 font-semibold">Settings for production</h3>
      <ProductionEnv
        method={key.method}
        clientId={key.clientId}
        sandboxAccountId={carryOver.sandboxKey.accountId}
        productionAccountId={key.accountId}
        addresses={addresses}
      />
      {opener ? (
        // A boundary of its own: else the page would be hidden meanwhile, and the focus lost.
        <Suspense fallback={<DialogLoading />}>
          <IssueKeyDialog
            accountId={accountId}
            subject={key}
            now={now}
            gateUrl={addresses.productionGate ?? addresses.gate}
            onClose={close}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

/** The key that this one was taken live from. */
function Origin({ sandboxKey }: Pick<CarryOver, "sandboxKey">) {
  const words = `the sandbox key in ${sandboxKey.accountName}`;
  return (
    <p className="mt-1 mb-4 max-w-prose text-muted">
      <span>Taken live from</span>{" "}
      {sandboxKey.canOpen ? (
        <Link
          href={keyPage(sandboxKey.accountId, sandboxKey.id)}
          className="font-medium text-accent hover:underline"
        >
          {words}
        </Link>
      ) : (
        <span>{words}</span>
      )}
      <span>: the same GUID, with credentials of its own.</span>
    </p>
  );
}

function Words({ item }: { readonly item: Item }) {
  const { title, text } = carryOverWords(item);
  return (
    <div className="min-w-0 flex-[1_1_16rem]">
      <p className="font-medium">
        <span>{title}</span>
        <span className="sr-only">{item.isDone ? ", done" : ", to do"}</span>
      </p>
      <p className="text-sm text-muted">{text}</p>
    </div>
  );
}

type ActProps = {
  readonly item: Item;
  readonly subject: IntegrationKey;
  readonly accountId: string;
  readonly onIssue: (opener: HTMLElement) => void;
};

/** What does this part of the plan. */
function Act({ item, subject, accountId, onIssue }: ActProps) {
  const credentials = keyPage(accountId, subject.id, { tab: "credentials" });
  switch (item.code) {
    case "key":
      return (
        <Button variant="primary" onClick={(event) => onIssue(event.currentTarget)}>
          Issue key
        </Button>
      );
    case "secrets":
      return <LinkButton href={credentials}>Add a secret</LinkButton>;
    case "key_pairs":
      return <LinkButton href={credentials}>Set up a key pair</LinkButton>;
    case "redirect_uris":
      return <LinkButton href={credentials}>Add redirect URIs</LinkButton>;
    case "first_call":
      return null;
  }
}
