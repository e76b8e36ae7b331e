"use client";

import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import type { Me } from "@/lib/contracts/people/sessions";
import { RequestError } from "@/lib/queries/request";
import { dismissFailedSignIns } from "@/lib/queries/people/sessions";
import { exactTime } from "@/lib/domain/format/dates";
import { count } from "@/lib/domain/format/numbers";
import { securityPage } from "@/lib/addresses/pages";

type FailedSignInsProps = { readonly failed: NonNullable<Me["failedSignIns"]> };

/** What failed before this session began; it stays until somebody says that it was seen. */
export function FailedSignIns({ failed }: FailedSignInsProps) {
  const [isSeen, setIsSeen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const dismiss = async () => {
    setIsBusy(true);
    try {
      await dismissFailedSignIns();
      setIsSeen(true);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(error.message);
      setIsBusy(false);
    }
  };
  if (isSeen) return null;
  return (
    <section aria-label="Failed sign-ins" className="mb-6">
      <Callout
        tone="caution"
        title={`${count(failed.count, "failed sign-in")} since ${exactTime(failed.since)}`}
      >
        <p>
          Somebody tried passwords with your address before you signed in. If it was not you, and others may
          know your password,{" "}
          <Link href={securityPage()} className="font-medium underline underline-offset-3">
            change it
          </Link>
          .
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-3">
          <Button isBusy={isBusy} onClick={() => void dismiss()}>
            I have seen this
          </Button>
          <span role="alert" className="text-sm text-danger empty:hidden">
            {problem}
          </span>
        </div>
      </Callout>
    </section>
  );
}
