import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type { LoggedRequestList, RequestLogging } from "../../contracts/people/request-logs";
import { request } from "../request";

const OWN_LOGGING = "/api/you/request-logging";
const OWN_REQUESTS = `${OWN_LOGGING}/requests`;

/** Where the person's log is downloaded from. */
export const REQUEST_LOG_FILE = `${OWN_REQUESTS}.zip`;

/** Requests appear on the page within so long while they are being logged. */
const LIVE_MS = 1_000;

export const requestLoggingQueryKeys = {
  all: ["you", "request-logging"] as const,
  requests: ["you", "request-logging", "requests"] as const,
};

/** Whether requests are being logged; asked again and again while they are. */
export function requestLoggingQuery() {
  return queryOptions({
    queryKey: [...requestLoggingQueryKeys.all, "state"],
    queryFn: ({ signal }) => request<RequestLogging>(OWN_LOGGING, { signal }),
    refetchInterval: ({ state }) => (state.data?.isEnabled === true ? LIVE_MS : false),
  });
}

/** The requests in the person's log, in the order in which they came. */
export function loggedRequestsQuery() {
  return queryOptions({
    queryKey: requestLoggingQueryKeys.requests,
    queryFn: ({ signal }) => request<LoggedRequestList>(OWN_REQUESTS, { signal }),
  });
}

/** Enables or disables logging. */
export function switchRequestLoggingMutation() {
  return mutationOptions({
    mutationFn: (isEnabled: boolean) =>
      request<RequestLogging>(OWN_LOGGING, { method: "PUT", body: { isEnabled } }),
  });
}

/** Empties the log for good. */
export function clearRequestLogMutation() {
  return mutationOptions({
    mutationFn: () => request<RequestLogging>(OWN_REQUESTS, { method: "DELETE" }),
  });
}
