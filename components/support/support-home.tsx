"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { TabNav } from "@/components/ui/tabs";
import { supportPage } from "@/lib/view/routes";

import { AccountResults } from "./account-results";
import { CaseList } from "./case-list";

type SupportHomeProps = {
  readonly status: "open" | "closed";
  /** The search text in the URL; empty for none. */
  readonly q: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** Where support begins: the requests that wait, and any account by name or id. */
export function SupportHome({ status, q, now }: SupportHomeProps) {
  const router = useRouter();
  const [isMoving, startMove] = useTransition();
  return (
    <div className="flex flex-col gap-10">
      <section aria-labelledby="find-account" className="flex flex-col gap-4">
        <h2 id="find-account" className="text-lg font-semibold">
          Find an account
        </h2>
        <search>
          <form
            className="flex max-w-160 flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              const text = new FormData(event.currentTarget).get("q");
              startMove(() =>
                router.push(supportPage({ status, q: typeof text === "string" ? text.trim() : "" })),
              );
            }}
          >
            <TextField
              label="Account name or id"
              name="q"
              type="search"
              maxLength={120}
              defaultValue={q}
              autoComplete="off"
              className="min-w-60 flex-1"
            />
            <Button type="submit" isBusy={isMoving}>
              Find account
            </Button>
          </form>
        </search>
        {q === "" ? null : <AccountResults q={q} />}
      </section>
      <section aria-labelledby="cases" className="flex flex-col gap-4">
        <h2 id="cases" className="text-lg font-semibold">
          Cases
        </h2>
        <TabNav
          label="Cases"
          current={status}
          items={[
            { value: "open", label: "Open", href: supportPage({ q }) },
            { value: "closed", label: "Closed", href: supportPage({ status: "closed", q }) },
          ]}
        />
        <CaseList status={status} now={now} />
      </section>
    </div>
  );
}
