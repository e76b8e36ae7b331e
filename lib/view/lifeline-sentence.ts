/** The lifeline in words: what the picture says, for a screen reader and as its caption. */
import { exactDay, exactTime, relativeTime, span } from "./format";
import { endOf, type LifelineFacts, type MarkKind } from "./lifeline";

/** One line that says what a lifeline shows. Days are those of UTC. */
export function lifelineSentence(facts: LifelineFacts, now: string): string {
  const sentences = [
    `Created ${exactDay(facts.createdAt)}.`,
    callsSentence(facts, now),
    endSentence(facts, now),
  ];
  return [...sentences, afterwards(facts, now)].filter(Boolean).join(" ");
}

function callsSentence({ firstCallAt, lastCallAt }: LifelineFacts, now: string): string {
  if (firstCallAt === null || lastCallAt === null) return "Never called.";
  if (firstCallAt === lastCallAt) return `Called once, ${relativeTime(firstCallAt, now)}.`;
  return `First called ${exactDay(firstCallAt)}, last called ${relativeTime(lastCallAt, now)}.`;
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
  if (expiresAt === null) return "Does not expire.";
  return `Expires ${told(expiresAt, now)}.`;
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
    case "only_call":
      return "Only call";
    case "last_call":
      return "Last call";
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
