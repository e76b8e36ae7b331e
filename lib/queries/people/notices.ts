import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type { MarkNoticeRequest, NoticeList } from "../../contracts/people/notices";
import type { Me } from "../../contracts/people/sessions";
import { request } from "../request";

const OWN_NOTICES = "/api/you/notices";

export const noticeQueryKeys = {
  all: ["notices"] as const,
};

/** How many notices the person has not read. */
export function unreadNoticesQuery() {
  return queryOptions({ queryKey: [...noticeQueryKeys.all, "unread"], queryFn: readUnreadNotices });
}

/** It stands beside every form and every secret, and is asked for by nobody: a session that has ended is no news to it. */
async function readUnreadNotices({ signal }: { readonly signal: AbortSignal }): Promise<number> {
  return (await request<Me>("/api/me", { signal, keepsPage: true })).unreadNotices;
}

export function noticesQuery() {
  return infiniteQueryOptions({
    queryKey: [...noticeQueryKeys.all, "list"],
    queryFn: ({ pageParam, signal }) => {
      const search = pageParam === null ? "" : `?cursor=${pageParam}`;
      return request<NoticeList>(`${OWN_NOTICES}${search}`, { signal });
    },
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function markNoticeMutation() {
  return mutationOptions({
    mutationFn: ({ id, isRead }: { readonly id: string } & MarkNoticeRequest) =>
      request<void>(`${OWN_NOTICES}/${id}`, { method: "PATCH", body: { isRead } }),
  });
}

/** Marks as read what the person has seen. @param upTo the newest notice that was on screen */
export function markNoticesReadMutation() {
  return mutationOptions({
    mutationFn: (upTo: string) => request<void>(OWN_NOTICES, { method: "PATCH", body: { upTo } }),
  });
}
