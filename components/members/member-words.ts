import { count } from "@/lib/domain/format/numbers";

export type Continuity = {
  readonly activeAdmins: number;
  readonly sharedAdmins: number;
  readonly liveKeys: number;
};

/** How many people can manage the account, in a sentence. */
export function continuitySentence({ activeAdmins, sharedAdmins }: Continuity): string {
  const admins = count(activeAdmins, "active admin");
  if (sharedAdmins === 0) return `${admins}.`;
  return `${admins}, ${sharedAdmins === activeAdmins ? "all" : sharedAdmins} shared.`;
}

/** The standing warning of S3 for an account that could lose its last admin; null where there are enough. */
export function continuityWarning({ activeAdmins, liveKeys }: Continuity): string | null {
  if (activeAdmins >= 2) return null;
  const keys =
    liveKeys === 0
      ? ""
      : ` ${count(liveKeys, "live key")} would be left with nobody to manage ${liveKeys === 1 ? "it" : "them"}.`;
  return `If this admin leaves, nobody can manage this account.${keys} Make a second person an admin, or add a shared admin user that belongs to a team and not to one person.`;
}

/** What a deactivation stops, before it does. */
export function deactivationSentence(preview: {
  readonly liveKeys: number;
  readonly callsLastDay: number;
}): string {
  if (preview.liveKeys === 0) return "No live key acts as this member, so no calls stop.";
  const keys = `${count(preview.liveKeys, "live key")} ${preview.liveKeys === 1 ? "stops" : "stop"} at once.`;
  const calls =
    preview.callsLastDay === 0
      ? preview.liveKeys === 1
        ? "It was not used in the last 24 hours."
        : "None was used in the last 24 hours."
      : `${preview.liveKeys === 1 ? "It" : "They"} made ${count(preview.callsLastDay, "call")} in the last 24 hours.`;
  return `${keys} ${calls}`;
}

/** What another profile does to the member's keys. */
export function profileSentence(preview: {
  readonly liveKeys: number;
  readonly narrowedKeys: number;
  readonly widenedKeys: number;
}): string {
  if (preview.liveKeys === 0) return "No live key acts as this member.";
  if (preview.narrowedKeys === 0 && preview.widenedKeys === 0) {
    return preview.liveKeys === 1
      ? "The member's live key keeps every scope it has now."
      : `The member's ${preview.liveKeys} live keys keep every scope they have now.`;
  }
  const parts: string[] = [];
  if (preview.narrowedKeys > 0) {
    const verb = preview.narrowedKeys === 1 ? "loses" : "lose";
    parts.push(`${count(preview.narrowedKeys, "live key")} ${verb} scopes with the next call.`);
  }
  if (preview.widenedKeys > 0) {
    const verb = preview.widenedKeys === 1 ? "gets" : "get";
    parts.push(`${count(preview.widenedKeys, "live key")} ${verb} back scopes granted before.`);
  }
  return parts.join(" ");
}
