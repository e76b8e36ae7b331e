import type { UseQueryResult } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { TextArea, TextField } from "@/components/ui/fields/field";
import { ErrorState, Skeleton } from "@/components/ui/states";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { KeyCallers } from "@/lib/contracts/keys/key-usage";
import { METHOD_NOUNS } from "@/lib/domain/keys/availability";
import { comparableName } from "@/lib/domain/keys/name-text";
import { failureOf } from "@/lib/queries/failure";
import { RequestError } from "@/lib/queries/request";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { usedByText } from "@/components/key-parts/calls/key-callers";
import { keyUse } from "@/components/key-parts/calls/key-use";
import { notBefore } from "@/lib/domain/time/not-before";

import { RecentCallers } from "./recent-callers";

export type RevokeFaults = { readonly reason?: string; readonly confirmation?: string };

/** What somebody has filled into the revoke dialog. `confirmation` is null where the field is not shown. */
export type RevokeEntry = { readonly reason: string; readonly confirmation: string | null };

function readEntry(form: FormData): RevokeEntry {
  const [reason, confirmation] = [form.get("reason"), form.get("confirmation")];
  return {
    reason: typeof reason === "string" ? reason.trim() : "",
    confirmation: typeof confirmation === "string" ? confirmation : null,
  };
}

/** What is missing before the key can be revoked. */
export function revokeFaults({ reason, confirmation }: RevokeEntry, name: string): RevokeFaults {
  const isConfirmed = confirmation === null || comparableName(confirmation) === comparableName(name);
  return {
    ...(reason === "" ? { reason: "Say why, in a few words. The audit log keeps it." } : {}),
    ...(isConfirmed ? {} : { confirmation: `This is not its name. Type ${name}` }),
  };
}

/** What revoking changes for whoever calls with the key. */
export function revokeConsequence({ status, method }: Pick<IntegrationKey, "status" | "method">): string {
  if (method === "oauth") return "Calls with tokens of this app fail from now on, and it gets no new ones.";
  return status === "expired"
    ? "This key has expired: calls with it fail already."
    : "Calls with this key fail from now on.";
}

/** Why the callers of a key can't be shown. Words about somebody else who is signed in now say more than that. */
export function callersFault(error: Error | null): string {
  return error instanceof RequestError && error.code === "other_person"
    ? error.message
    : "The callers of the last 24 hours can't be shown right now.";
}

type RevokeFormProps = {
  readonly id: string;
  readonly keyToRevoke: IntegrationKey;
  readonly now: string;
  readonly callers: UseQueryResult<KeyCallers>;
  readonly isConfirmationNeeded: boolean;
  readonly faults: RevokeFaults;
  readonly failure: Error | null;
  readonly onSubmit: (entry: RevokeEntry) => void;
};

/** The form of the revoke dialog: what will happen, who is affected, and why it is done. */
export function RevokeForm(props: RevokeFormProps) {
  const { id, keyToRevoke, now, callers, isConfirmationNeeded, faults, failure, onSubmit } = props;
  return (
    <form
      id={id}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        onSubmit(readEntry(new FormData(form)));
        // The faults are drawn by then; the person goes on at the first of them.
        requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      }}
    >
      <Callout tone="danger" title={revokeConsequence(keyToRevoke)}>
        <p>
          <span>{callers.data ? usedByText(callers.data) : null}</span>{" "}
          <span>{`There is no way back: a revoked ${METHOD_NOUNS[keyToRevoke.method]} stays revoked.`}</span>
        </p>
      </Callout>
      <p className="text-sm">
        <span className="text-muted">Last used </span>
        {keyToRevoke.lastUsedAt === null ? (
          <span>{keyUse(keyToRevoke).kind === "never" ? "never" : "never: every call was refused"}</span>
        ) : (
          <>
            <time dateTime={keyToRevoke.lastUsedAt}>
              {relativeTime(keyToRevoke.lastUsedAt, notBefore(now, keyToRevoke.lastUsedAt))}
            </time>
            <span className="text-muted">{` · ${exactTime(keyToRevoke.lastUsedAt)}`}</span>
          </>
        )}
      </p>
      <CallersOfToday callers={callers} now={now} />
      <TextArea label="Reason" name="reason" rows={2} maxLength={500} required error={faults.reason} />
      {isConfirmationNeeded ? (
        <TextField
          label="Type the key name to confirm"
          name="confirmation"
          autoComplete="off"
          spellCheck={false}
          required
          hint={keyToRevoke.name}
          error={faults.confirmation}
        />
      ) : null}
      {failure ? <Failure failure={failure} /> : null}
    </form>
  );
}

function CallersOfToday({ callers, now }: Pick<RevokeFormProps, "callers" | "now">) {
  if (callers.data) return <RecentCallers callers={callers.data} now={now} />;
  if (callers.isLoading) {
    return (
      <div aria-busy="true" className="flex flex-col gap-2">
        <span className="sr-only">Looking for the callers of the last 24 hours</span>
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    );
  }
  return <p className="text-sm text-danger">{callersFault(callers.error)}</p>;
}

function Failure({ failure }: { readonly failure: Error }) {
  const isRefusal = failure instanceof RequestError;
  if (isRefusal && (failure.code === "validation_failed" || failure.code === "key_already_revoked"))
    return null;
  return <ErrorState {...failureOf(failure, "The key is not revoked")} />;
}
