import type { RequestLogging } from "../contracts/people/request-logs";
import { LOG_ENTRIES_MAX, remainingEntries, type LoggingState } from "../domain/request-logs/request-logging";

/** The state as people are told of it. */
export function toRequestLogging(state: LoggingState): RequestLogging {
  return {
    isEnabled: state.left !== null,
    maxEntries: LOG_ENTRIES_MAX,
    remainingEntries: remainingEntries(state),
  };
}
