"use client";

import { useQueryClient } from "@tanstack/react-query";

import type { SessionList } from "@/lib/contracts/people/sessions";
import { sessionQueryKeys } from "@/lib/queries/people/sessions";

import { PasswordForm } from "./password-form";
import { SessionTable } from "./session-table";

type SecurityProps = {
  readonly sessions: SessionList;
  readonly email: string;
  /** False where nobody signs in by password. */
  readonly hasPassword: boolean;
};

/** You > Security: where the person is signed in, and the password. */
export function Security({ sessions, email, hasPassword }: SecurityProps) {
  const client = useQueryClient();
  return (
    <div className="flex flex-col gap-10">
      <SessionTable initial={sessions} />
      {hasPassword ? (
        <PasswordForm
          title="Password"
          email={email}
          onChanged={() => void client.invalidateQueries({ queryKey: sessionQueryKeys.all })}
        >
          Changing it signs you out everywhere else, and browsers that were known to be yours are not any
          more. This session goes on.
        </PasswordForm>
      ) : null}
    </div>
  );
}
