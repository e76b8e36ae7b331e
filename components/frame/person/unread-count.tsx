"use client";

import { useQuery } from "@tanstack/react-query";

import { unreadNoticesQuery } from "@/lib/queries/people/notices";

const MOST = 99;

/** How many notices are unread, beside the link to them. @param initial as the server knew it when it drew the page */
export function UnreadCount({ initial }: { readonly initial: number }) {
  const { data } = useQuery({ ...unreadNoticesQuery(), initialData: initial });
  if (data === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-accent px-1.5 text-xs leading-5 font-semibold text-on-accent tabular-nums">
      <span>{data < MOST ? data : `${MOST}+`}</span>
      <span className="sr-only"> unread</span>
    </span>
  );
}
