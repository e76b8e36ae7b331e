/**
 * Slows down who is refused again and again at the authorization server. Secrets, codes and tokens of ours have 238 random
 * bits, so that nobody guesses one: this only keeps refusals from costing much. Counted in each process by itself.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { sha256Hex } from "../../platform/secrets";

const WINDOW_MS = 60_000;
/** Refusals of one client from one address within a minute; of all clients from it. */
const PER_CLIENT = 60;
const PER_ADDRESS = 300;
/** Subjects that are counted at once; beyond, all are forgotten, which lets a few tries more through. */
const SUBJECTS_MAX = 50_000;

type Subject = { readonly address: string | null; readonly claimed: string };
type Tally = { readonly since: number; count: number };

const tallies = new Map<string, Tally>();

/** Forgets what was counted: for tests. */
export function forgetRefusals(): void {
  tallies.clear();
}

/** @throws OAuthError too_many_refusals, which says when to come again */
export function assertNotThrottled(subject: Subject): void {
  const now = performance.now();
  for (const [name, most] of limitsOf(subject)) {
    const tally = tallies.get(name);
    if (!tally || tally.count < most) continue;
    const leftMs = tally.since + WINDOW_MS - now;
    if (leftMs <= 0) continue;
    const retryAfterSeconds = Math.ceil(leftMs / 1_000);
    const words = `Too many requests that were refused. Try again in ${retryAfterSeconds} seconds.`;
    throw new OAuthError("too_many_refusals", words, { retryAfterSeconds });
  }
}

/** Counts a refusal against client and address. */
export function countRefusal(subject: Subject): void {
  const now = performance.now();
  if (tallies.size > SUBJECTS_MAX) tallies.clear();
  for (const [name] of limitsOf(subject)) {
    const tally = tallies.get(name);
    if (tally && now - tally.since < WINDOW_MS) tally.count += 1;
    else tallies.set(name, { since: now, count: 1 });
  }
}

function limitsOf({ address, claimed }: Subject): readonly (readonly [string, number])[] {
  const origin = (address === null ? null : subscriberOf(address)) ?? "unknown";
  // Hashed: it may hold a secret, and be as long as headers are.
  return [
    [`${origin} ${sha256Hex(claimed)}`, PER_CLIENT],
    [origin, PER_ADDRESS],
  ];
}
