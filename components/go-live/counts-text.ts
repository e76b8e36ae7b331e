/** How many keys of a list are how far on their way, in words. */
import type { GoLiveCounts } from "@/lib/contracts/go-live/go-live";
import { count, number } from "@/lib/domain/format/numbers";
import type { GoLiveState } from "@/lib/domain/go-live/journey";

const GROUPS: readonly (readonly [words: string, states: readonly GoLiveState[]])[] = [
  ["live", ["live"]],
  ["with support", ["review_pending", "migration_requested"]],
  ["reviewed", ["review_passed", "declined", "withdrawn"]],
  ["being tried out", ["demo", "review_failed", "review_expired"]],
];

/** "1,000 keys: 3 live, 2 with support, 995 being tried out." Each key is in one group. */
export function countsText({ keys, states }: GoLiveCounts): string {
  const parts = GROUPS.map(([words, of]) => ({
    words,
    keys: of.reduce((sum, state) => sum + states[state], 0),
  })).filter((group) => group.keys > 0);
  const listed = parts.map((part) => `${number(part.keys)} ${part.words}`).join(", ");
  return listed === "" ? `${count(keys, "key")}.` : `${count(keys, "key")}: ${listed}.`;
}
