"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SessionList, SessionSummary } from "@/lib/contracts/people/sessions";
import {
  revokeOtherSessionsMutation,
  revokeSessionMutation,
  sessionQueryKeys,
  sessionsQuery,
} from "@/lib/queries/people/sessions";
import { count } from "@/lib/domain/format/numbers";
import { failureOf } from "@/lib/queries/failure";
import { userAgentWords } from "./user-agent";

/** The browsers that the person is signed in with, and the way to end each. */
export function SessionTable({ initial }: { readonly initial: SessionList }) {
  const client = useQueryClient();
  const [said, setSaid] = useState("");
  const { data } = useQuery({ ...sessionsQuery(), initialData: initial });
  const ended = (words: string) => async () => {
    setSaid(words);
    await client.invalidateQueries({ queryKey: sessionQueryKeys.all });
  };
  const one = useMutation({ ...revokeSessionMutation(), onSuccess: ended("The session has ended.") });
  const others = useMutation({
    ...revokeOtherSessionsMutation(),
    onSuccess: ended("All other sessions have ended."),
  });
  const failure = one.error ?? others.error;
  const otherCount = data.data.filter((session) => !session.isCurrent).length;

  return (
    <section aria-labelledby="sessions-title">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="sessions-title" className="text-lg font-semibold">
            Sessions
          </h2>
          <p className="text-muted">
            A session ends after 30 minutes without use, and 12 hours after it started at the latest.
          </p>
        </div>
        <Button isBusy={others.isPending} disabled={otherCount === 0} onClick={() => others.mutate()}>
          Sign out everywhere else
        </Button>
      </div>
      <Table label="Browsers you are signed in with">
        <thead>
          <tr>
            <Th>Browser</Th>
            <Th className={WIDE}>Address</Th>
            <Th className={WIDE}>Started</Th>
            <Th className={WIDE}>Last seen</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {data.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              now={data.now}
              isBusy={one.isPending && one.variables === session.id}
              onRevoke={() => one.mutate(session.id)}
            />
          ))}
        </tbody>
      </Table>
      <output className="mt-3 block text-sm text-muted">
        {said ||
          (otherCount === 0 ? "You are signed in nowhere else." : `${count(otherCount, "other session")}.`)}
      </output>
      {failure ? (
        <div className="mt-3">
          <ErrorState {...failureOf(failure, "The session has not ended")} />
        </div>
      ) : null}
    </section>
  );
}

/** Columns that a narrow screen shows below the browser instead. */
const WIDE = "hidden sm:table-cell";

type SessionRowProps = {
  readonly session: SessionSummary;
  readonly now: string;
  readonly isBusy: boolean;
  readonly onRevoke: () => void;
};

function SessionRow({ session, now, isBusy, onRevoke }: SessionRowProps) {
  const words = userAgentWords(session.userAgent);
  return (
    <Tr>
      <Td>
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          <span>{words}</span>
          {session.isCurrent ? <Badge tone="accent">This session</Badge> : null}
        </span>
        <span className="mt-0.5 block text-sm text-muted sm:hidden">
          <code translate="no" className="break-all">
            {session.address ?? "unknown address"}
          </code>
          {", "}
          <Time at={session.lastSeenAt} now={now} />
        </span>
      </Td>
      <Td translate="no" className={`${WIDE} font-mono text-sm`}>
        {session.address ?? "unknown"}
      </Td>
      <Td className={WIDE}>
        <Time at={session.startedAt} now={now} />
      </Td>
      <Td className={WIDE}>
        <Time at={session.lastSeenAt} now={now} />
      </Td>
      <Td className="text-right">
        {session.isCurrent ? null : (
          <Button
            variant="quiet-danger"
            isBusy={isBusy}
            onClick={onRevoke}
            aria-label={`Revoke the session of ${words}, ${session.address ?? "unknown address"}`}
            className="-my-1 min-h-8"
          >
            Revoke
          </Button>
        )}
      </Td>
    </Tr>
  );
}
