"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextArea } from "@/components/ui/fields/field";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { CASE_NOTE_MAX_LENGTH } from "@/lib/domain/support/cases";
import { notBefore } from "@/lib/domain/time/not-before";
import { RequestError } from "@/lib/queries/request";
import { caseNotesKey, caseNotesQuery, writeCaseNoteMutation } from "@/lib/queries/cases/support-desk";

import { LoadFailure } from "../load-failure";

type CaseNotesProps = { readonly caseId: string; readonly now: string };

/** What people of support write for each other about a case, and a form for more. The account never sees it. */
export function CaseNotes({ caseId, now }: CaseNotesProps) {
  return (
    <section aria-labelledby="case-notes" className="mt-10 flex max-w-160 flex-col gap-4">
      <div>
        <h2 id="case-notes" className="text-lg font-semibold">
          Notes
        </h2>
        <p className="mt-1 text-sm text-muted">
          Only support reads them. They stay as they are written; the account never sees them.
        </p>
      </div>
      <NoteForm caseId={caseId} />
      <NoteList caseId={caseId} now={now} />
    </section>
  );
}

function NoteForm({ caseId }: { readonly caseId: string }) {
  const cache = useQueryClient();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const write = useMutation({
    ...writeCaseNoteMutation(caseId),
    onSuccess: () => {
      setText("");
      return cache.invalidateQueries({ queryKey: caseNotesKey(caseId) });
    },
  });
  const refused =
    write.error instanceof RequestError
      ? write.error.errors.find(({ pointer }) => pointer === "/text")?.detail
      : undefined;
  return (
    <form
      noValidate
      aria-label="Add a note"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const words = text.trim();
        setFault(words === "" ? "Write what the next one of support has to know." : undefined);
        if (words !== "") write.mutate({ text: words });
      }}
    >
      <TextArea
        label="Note"
        name="note"
        maxLength={CASE_NOTE_MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault ?? refused}
      />
      {write.error && refused === undefined ? (
        <LoadFailure error={write.error} title="The note was not added" />
      ) : null}
      <Button type="submit" className="self-start" isBusy={write.isPending}>
        Add note
      </Button>
    </form>
  );
}

function NoteList({ caseId, now }: CaseNotesProps) {
  const notes = useInfiniteQuery(caseNotesQuery(caseId));
  if (notes.isPending) return <Skeleton className="h-16 w-full" />;
  if (notes.isError) return <LoadFailure error={notes.error} onRetry={() => void notes.refetch()} />;
  const rows = notes.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <p className="text-sm text-muted">Nobody has written a note yet.</p>;
  return (
    <>
      <ul aria-label="Notes, the latest first" className="divide-y divide-line border-y border-line">
        {rows.map((note) => (
          <li key={note.id} className="py-2.5">
            <p className="text-sm text-muted">
              <span className="font-medium text-ink">{note.author.name}</span>{" "}
              <Time at={note.at} now={notBefore(now, note.at)} />
            </p>
            <p className="mt-1 wrap-anywhere whitespace-pre-wrap">{note.text}</p>
          </li>
        ))}
      </ul>
      <ShowMore list={notes}>Show earlier notes</ShowMore>
    </>
  );
}
