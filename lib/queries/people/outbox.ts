import { queryOptions } from "@tanstack/react-query";

import type { Outbox } from "../../contracts/people/outbox";
import { request } from "../request";

const LOOK_EVERY_MS = 3_000;

/** Mails of the demo. They are sent by a process of its own, a moment after they were asked for: the page waits for them. */
export function outboxQuery() {
  return queryOptions({
    queryKey: ["outbox"],
    queryFn: ({ signal }) => request<Outbox>("/api/outbox", { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });
}
