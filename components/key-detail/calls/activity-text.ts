/** What was done to a key, as sentences for its history. */
import type { JsonObject } from "@/lib/domain/record/audit-event";
import { exactTime, span } from "@/lib/domain/format/dates";
import { listed } from "@/lib/domain/format/lists";
import { count } from "@/lib/domain/format/numbers";

type Event = {
  readonly action: string;
  readonly actorName: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly before?: JsonObject | null;
  readonly after: JsonObject | null;
};

export type ActivityText = { readonly title: string; readonly details: readonly string[] };

/**
 * The event as it concerns this key: the replacement that made it reads as its creation.
 * @param noun what the key is called: "key", "app"
 */
export function activityText(event: Event, keyId: string, noun = "key"): ActivityText {
  const { after, actorName } = event;
  switch (event.action) {
    case "key.created":
      return { title: `${actorName} created this ${noun}`, details: grants(after) };
    case "key.replaced":
      return event.subjectId === keyId
        ? { title: `${actorName} replaced this key`, details: replacement(after) }
        : { title: `${actorName} created this key in place of ${event.subjectName}`, details: grants(after) };
    case "key.revoked":
      return {
        title: `${actorName} revoked this ${noun}`,
        details: [`Calls with ${noun === "app" ? "its tokens" : "it"} fail since then.`],
      };
    default:
      return appText(event) ?? { title: `${actorName}: ${event.action}`, details: [] };
  }
}

/** What an app was set up with. */
function appText({ action, actorName, before, after }: Event): ActivityText | null {
  switch (action) {
    case "key.secret_added":
      return { title: `${actorName} added a client secret`, details: credential(after) };
    case "key.secret_removed":
      return { title: `${actorName} removed a client secret`, details: credential(before) };
    case "key.key_pair_added":
      return { title: `${actorName} added a key pair`, details: credential(after) };
    case "key.key_pair_removed":
      return { title: `${actorName} removed a key pair`, details: credential(before) };
    case "key.redirect_uris_changed":
      return { title: `${actorName} changed the redirect URIs`, details: uris(after) };
    case "key.implicit_changed":
      return after?.["isImplicitAllowed"] === true
        ? {
            title: `${actorName} allowed Implicit`,
            details: ["Tokens may be sent through the browser's address."],
          }
        : { title: `${actorName} no longer allows Implicit`, details: [] };
    default:
      return null;
  }
}

function credential(told: JsonObject | null | undefined): string[] {
  const [name, lastFour, bits, expiresAt] = ["name", "lastFour", "bits", "expiresAt"].map(
    (key) => told?.[key],
  );
  return [
    ...(typeof name === "string" ? [`Name: ${name}.`] : []),
    ...(typeof lastFour === "string" ? [`It ends in ${lastFour}.`] : []),
    ...(typeof bits === "number" ? [`RSA, ${count(bits, "bit")}.`] : []),
    ...(typeof expiresAt === "string" ? [`Expires ${exactTime(expiresAt)}.`] : []),
  ];
}

function uris(after: JsonObject | null): string[] {
  const listedUris = texts(after?.["redirectUris"]);
  return listedUris.length > 0 ? listedUris : ["None is left: nobody can be sent back to this app."];
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
  const expiredAt = after?.["oldKeyExpiredAt"];
  return [
    ...(typeof name === "string" ? [`Its successor is ${name}.`] : []),
    typeof expiredAt === "string"
      ? `It had expired ${exactTime(expiredAt)}, and stays so.`
      : typeof overlap === "number" && overlap > 0 && typeof endsAt === "string"
        ? `Overlap of ${span(overlap * 1000)}: it ends ${exactTime(endsAt)}.`
        : "No overlap: it ended at once.",
  ];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
