"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import {
  markNoticeMutation,
  markNoticesReadMutation,
  noticeQueryKeys,
  noticesQuery,
  unreadNoticesQuery,
} from "@/lib/queries/people/notices";
import { failureOf } from "@/lib/queries/failure";
import { RequestError } from "@/lib/queries/request";
import { count } from "@/lib/domain/format/numbers";

import { NoticeEntry } from "./notice-entry";

type NoticesProps = {
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** You > Notices: what the person was told, newest first. */
export function Notices({ now }: NoticesProps) {
  const client = useQueryClient();
  const notices = useInfiniteQuery(noticesQuery());
  const { data: unread = 0 } = useQuery(unreadNoticesQuery());
  const onSuccess = () => client.invalidateQueries({ queryKey: noticeQueryKeys.all });
  const one = useMutation({ ...markNoticeMutation(), onSuccess });
  const all = useMutation({ ...markNoticesReadMutation(), onSuccess });

  if (notices.isPending) return <Skeleton className="h-64 w-full" />;
  if (notices.isError) {
    return <LoadFailure error={notices.error} onRetry={() => void notices.refetch()} />;
  }
  const rows = notices.data.pages.flatMap((page) => page.data);
  const [newest] = rows;
  if (!newest) return <NoNotices />;
  const failure = one.error ?? all.error;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <output className="text-muted">
          {unread === 0 ? "You have read them all." : `${count(unread, "unread notice")}.`}
        </output>
        <Button isBusy={all.isPending} disabled={unread === 0} onClick={() => all.mutate(newest.id)}>
          Mark all as read
        </Button>
      </div>
      {failure ? <ErrorState {...failureOf(failure, "The notice has not been marked")} /> : null}
      <ol aria-label="Notices, newest first" className="divide-y divide-line border-y border-line">
        {rows.map((notice) => (
          <NoticeEntry
            key={notice.id}
            notice={notice}
            now={now}
            isBusy={one.isPending && one.variables.id === notice.id}
            onMark={(isRead) => one.mutate({ id: notice.id, isRead })}
          />
        ))}
      </ol>
      <ShowMore list={notices} className="self-center">
        Show earlier notices
      </ShowMore>
    </div>
  );
}

type LoadFailureProps = { readonly error: Error; readonly onRetry: () => void };

function LoadFailure({ error, onRetry }: LoadFailureProps) {
  return (
    <ErrorState
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
      onRetry={onRetry}
    />
  );
}

function NoNotices() {
  return (
    <EmptyState title="Nothing to tell you yet">
      You are told here, once a day at most, when a key of your account that has ended is still called, and
      when somebody tries to sign in with your address.
    </EmptyState>
  );
}
