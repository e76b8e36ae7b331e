import { logFileName, logFileText } from "../domain/request-logs/log-file";
import { LOG_ENTRIES_MAX } from "../domain/request-logs/request-logging";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { zipOf, type ZipEntry } from "../platform/zip";
import { findLoggedRequests } from "./list";

/** Requests that are in memory at once. */
const AT_ONCE = 10;

/** The person's log as a ZIP that is made as it is read: one text file per request, names in the order of the requests. */
export function exportLoggedRequests(ctx: SessionContext) {
  return {
    contentType: "application/zip",
    fileName: "request-log.zip",
    chunks: zipOf(filesOf(ctx.user.id)),
  };
}

async function* filesOf(userId: string): AsyncGenerator<ZipEntry> {
  let written = 0;
  let after: { readonly at: string; readonly id: string } | undefined;
  // A log that is cleared and filled again meanwhile ends where it is full, too.
  while (written < LOG_ENTRIES_MAX) {
    const last = after;
    const part = await ask((db) => findLoggedRequests(db, userId, AT_ONCE, last));
    for (const request of part.slice(0, LOG_ENTRIES_MAX - written)) {
      written += 1;
      yield { name: logFileName(request, written), text: logFileText(request), at: new Date(request.at) };
    }
    after = part.at(-1);
    if (part.length < AT_ONCE) return;
  }
}
