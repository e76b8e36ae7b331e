/** The lifeline in words: what the picture says, for a screen reader and as its caption. */
import { exactDay, exactTime, relativeTime, span } from "@/lib/domain/format/dates";
import { endOf, type LifelineFacts, type MarkKind } from "./lifeline-geometry";

/** One line that says what a lifeline shows. Days are those of UTC. */
export function lifelineSentence(facts: LifelineFacts, now: string): string {
  const sentences = [
    `Created ${exactDay(facts.createdAt)}.`,
    callsSentence(facts, now),
    endSentence(facts, now),
  ];
  return [...sentences, afterwards(facts, now)].filter(Boolean).join(" ");
}

function callsSentence({ firstCallAt, lastCallAt, lastUsedAt }: LifelineFacts, now: string): string {
  if (firstCallAt === null || lastCallAt === null) return "Never called.";
  const last = relativeTime(lastCallAt, now);
  const isOnlyCall = firstCallAt === lastCallAt;
  if (lastUsedAt === null) {
    return isOnlyCall
      ? `Never used: called once, ${last}, and refused.`
      : `Never used: called from ${exactDay(firstCallAt)} on, last ${last}, and refused each time.`;
  }
  if (isOnlyCall) return `Used once, ${last}.`;
  const used = `First called ${exactDay(firstCallAt)}, last used ${relativeTime(lastUsedAt, now)}`;
  return lastUsedAt === lastCallAt ? `${used}.` : `${used}, last refused ${last}.`;
}

function endSentence(facts: LifelineFacts, now: string): string {
  const { expiresAt, revokedAt, retiresAt, replacedAt } = facts;
  if (revokedAt !== null) {
    if (expiresAt !== null && Date.parse(expiresAt) < Date.parse(revokedAt)) {
      return `Expired ${told(expiresAt, now)}; revoked ${told(revokedAt, now)}.`;
    }
    if (revokedAt === retiresAt) {
      const replaced = replacedAt === null ? "Replaced" : `Replaced ${exactDay(replacedAt)}`;
      return `${replaced}; the overlap ended ${told(revokedAt, now)}.`;
    }
    // A replacement without overlap ends the key in the transaction that makes its successor.
    const verb = replacedAt !== null && retiresAt === null ? "Replaced and revoked" : "Revoked";
    return `${verb} ${told(revokedAt, now)}.${beforeExpiry(expiresAt, revokedAt)}`;
  }
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now)) {
    return `Expired ${told(expiresAt, now)}.`;
  }
  if (retiresAt !== null) {
    const replaced = replacedAt === null ? "Replaced" : `Replaced ${exactDay(replacedAt)}`;
    return `${replaced}; still accepted until ${told(retiresAt, now)}.`;
  }
  if (expiresAt === null) {
    return isUnissued(facts) ? "Not issued yet: it gets its expiry with its secret." : "Does not expire.";
  }
  return `Expires ${told(expiresAt, now)}.`;
}

/** True of a long-lived key that Go Live made and that has no secret yet. */
export function isUnissued({ method, expiresAt }: Pick<LifelineFacts, "method" | "expiresAt">): boolean {
  return method === "long_lived" && expiresAt === null;
}

function told(at: string, now: string): string {
  return `${exactTime(at)}, ${relativeTime(at, now)}`;
}

function beforeExpiry(expiresAt: string | null, revokedAt: string): string {
  if (expiresAt === null) return "";
  return ` It would have expired ${span(Date.parse(expiresAt) - Date.parse(revokedAt))} later.`;
}

function afterwards(facts: LifelineFacts, now: string): string {
  const end = endOf(facts);
  if (end === null || facts.lastCallAt === null || end > Date.parse(now)) return "";
  return Date.parse(facts.lastCallAt) > end ? "Still called after its end." : "";
}

/** What a mark stands for; `isPast` tells an expiry that has come from one ahead. */
export function markLabel(kind: MarkKind, isPast: boolean): string {
  switch (kind) {
    case "created":
      return "Created";
    case "first_call":
      return "First call";
    case "first_refused":
      return "First refused call";
    case "last_used":
      return "Last used";
    case "last_refused":
      return "Last refused call";
    case "replaced":
      return "Replaced";
    case "revoked":
      return "Revoked";
    case "overlap_end":
      return isPast ? "Overlap ended" : "Overlap ends";
    case "now":
      return "Now";
    case "expires":
      return isPast ? "Expiry" : "Expires";
  }
}
