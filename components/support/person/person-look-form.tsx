"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { LOOK_MINUTES } from "@/lib/domain/support/look";
import { openPersonMutation } from "@/lib/queries/accounts/account-lifecycle";
import { supportQueryKeys } from "@/lib/queries/cases/support";

import { LoadFailure } from "../load-failure";

/** Asks why somebody of support looks at a person, before anything of the person is shown. */
export function PersonLookForm({ userId }: { readonly userId: string }) {
  const router = useRouter();
  const cache = useQueryClient();
  const [isArriving, start] = useTransition();
  const [fault, setFault] = useState<string>();
  const open = useMutation({
    ...openPersonMutation(userId),
    onSuccess: () => {
      start(() => router.refresh());
      return cache.invalidateQueries({ queryKey: supportQueryKeys.all });
    },
  });
  return (
    <form
      noValidate
      aria-label="Why do you look?"
      className="flex max-w-160 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = new FormData(event.currentTarget).get("reason");
        const reason = typeof entry === "string" ? entry.trim() : "";
        setFault(reason === "" ? "Say why you look." : undefined);
        open.reset();
        if (reason !== "") open.mutate({ reason });
      }}
    >
      <TextField
        label="Reason"
        name="reason"
        maxLength={500}
        autoComplete="off"
        error={fault}
        hint="Admins of each of the person’s accounts read it in their audit log, with your name; of a person in none it is on the person’s own record."
      />
      {open.error ? <LoadFailure error={open.error} title="The person’s page stays closed" /> : null}
      <Button type="submit" variant="primary" className="self-start" isBusy={open.isPending || isArriving}>
        Open person
      </Button>
      <p className="text-sm text-muted">{`It stays open to you for ${LOOK_MINUTES} minutes.`}</p>
    </form>
  );
}
