/** What was done to a key, as sentences for its history. */
import type { JsonObject } from "../domain/audit-event";
import { exactTime, listed, span } from "./format";

type Event = {
  readonly action: string;
  readonly actorName: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly after: JsonObject | null;
};

export type ActivityText = { readonly title: string; readonly details: readonly string[] };

/** The event as it concerns this key: the replacement that made it reads as its creation. */
export function activityText(event: Event, keyId: string): ActivityText {
  const { after, actorName } = event;
  switch (event.action) {
    case "key.created":
      return { title: `${actorName} created this key`, details: grants(after) };
    case "key.replaced":
      return event.subjectId === keyId
        ? { title: `${actorName} replaced this key`, details: replacement(after) }
        : { title: `${actorName} created this key in place of ${event.subjectName}`, details: grants(after) };
    case "key.revoked":
      return { title: `${actorName} revoked this key`, details: ["Calls with it fail since then."] };
    default:
      return { title: `${actorName}: ${event.action}`, details: [] };
  }
}

function grants(after: JsonObject | null): string[] {
  const scopes = texts(after?.["scopes"]);
  const ranges = texts(after?.["allowedRanges"]);
  const expiresAt = after?.["expiresAt"];
  return [
    ...(scopes.length > 0 ? [`Scopes: ${listed(scopes)}.`] : []),
    ...(ranges.length > 0 ? [`Allowed addresses: ${listed(ranges)}.`] : []),
    ...(typeof expiresAt === "string" ? [`Expires ${exactTime(expiresAt)}.`] : []),
  ];
}

function replacement(after: JsonObject | null): string[] {
  const name = after?.["name"];
  const overlap = after?.["overlapSeconds"];
  const endsAt = after?.["oldKeyEndsAt"];
  return [
    ...(typeof name === "string" ? [`Its successor is ${name}.`] : []),
    typeof overlap === "number" && overlap > 0 && typeof endsAt === "string"
      ? `Overlap of ${span(overlap * 1000)}: it ends ${exactTime(endsAt)}.`
      : "No overlap: it ended at once.",
  ];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
