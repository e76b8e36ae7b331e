"use client";

import { useQueryClient } from "@tanstack/react-query";

import type { SessionList } from "@/lib/contracts/sessions";
import { sessionQueryKeys } from "@/lib/queries/sessions";

import { PasswordForm } from "./password-form";
import { SessionTable } from "./session-table";

/** You > Security: where the person is signed in, and the password. */
export function Security({ sessions, email }: { readonly sessions: SessionList; readonly email: string }) {
  const client = useQueryClient();
  return (
    <div className="flex flex-col gap-10">
      <SessionTable initial={sessions} />
      <PasswordForm
        email={email}
        onChanged={() => void client.invalidateQueries({ queryKey: sessionQueryKeys.all })}
      />
    </div>
  );
}
