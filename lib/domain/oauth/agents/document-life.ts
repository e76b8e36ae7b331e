/** For how long an agent's document is believed (RFC 9111 section 5.2.2). */
import { HOUR_MS, MINUTE_MS } from "../../time/durations";

/** Where the answer says nothing about it. */
const USUAL_MS = 5 * MINUTE_MS;
/** Whoever takes a redirect URI out of the document waits no longer than this until it is. */
const LONGEST_MS = HOUR_MS;

/**
 * For how many milliseconds a document is kept: as its `Cache-Control` says, at most an hour; not at all with 0.
 * @param cacheControl the header; null where there is none
 */
export function documentLifeMs(cacheControl: string | null): number {
  const directives = (cacheControl ?? "")
    .toLowerCase()
    .split(",")
    .map((text) => text.trim());
  if (directives.some((text) => /^(?:no-store|no-cache|private)\b/.test(text))) return 0;
  const seconds = ageOf(directives, "s-maxage") ?? ageOf(directives, "max-age");
  return seconds === null ? USUAL_MS : Math.min(seconds * 1_000, LONGEST_MS);
}

function ageOf(directives: readonly string[], name: string): number | null {
  const ages = directives.flatMap((text) => {
    const [, digits] = new RegExp(`^${name}="?(\\d{1,10})"?$`).exec(text) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
  // Named twice it is not clear: the shorter one.
  return ages.length === 0 ? null : Math.min(...ages);
}
