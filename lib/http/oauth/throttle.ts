/**
 * Slows down who is refused again and again at the authorization server. Secrets, codes and tokens of ours have 238 random
 * bits, so that nobody guesses one: this only keeps refusals from costing much. Counted in each process by itself. Many share
 * an address: what others there do wrong is held against nobody who proves who it is.
 */
import { subscriberOf } from "../../domain/ip-addresses";
import { OAuthError } from "../../domain/oauth/oauth-error";
import { sha256Hex } from "../../platform/secrets/secrets";

const WINDOW_MS = 60_000;
/** Refusals of one client from one address within a minute; of all that have not proven who they are from it. */
const PER_CLIENT = 60;
const PER_ADDRESS = 300;
/** Subjects that are counted at once; beyond, all are forgotten, which lets a few tries more through. */
const SUBJECTS_MAX = 50_000;

/** Who asks, as far as that is known: an address, and the client that it says it is. */
type Subject = { readonly address: string | null; readonly claimed: string };
type Tally = { readonly since: number; count: number };

// On the global object: the server answers programs itself, and the framework has modules of its own.
const holder = globalThis as typeof globalThis & { countersignRefusals?: Map<string, Tally> };
const tallies = (holder.countersignRefusals ??= new Map<string, Tally>());

/** Forgets what was counted: for tests. */
export function forgetRefusals(): void {
  tallies.clear();
}

/** Before a request is looked at. @throws OAuthError too_many_refusals, which says when this client may come again */
export function assertNotThrottled(subject: Subject): void {
  const waitMs = waitOf(pairOf(subject), PER_CLIENT);
  if (waitMs > 0) throw tooMany(waitMs);
}

/**
 * Counts a refusal.
 * @param hasProven whether the client had proven who it is: then it is not counted against its address
 * @returns the refusal to answer with instead, where too many came from this address already
 */
export function countRefusal(subject: Subject, hasProven: boolean): OAuthError | null {
  count(pairOf(subject));
  const origin = originOf(subject);
  if (hasProven || origin === null) return null;
  const waitMs = waitOf(origin, PER_ADDRESS);
  if (waitMs > 0) return tooMany(waitMs);
  count(origin);
  return null;
}

function count(name: string): void {
  const now = performance.now();
  if (tallies.size > SUBJECTS_MAX) tallies.clear();
  const tally = tallies.get(name);
  if (tally && now - tally.since < WINDOW_MS) tally.count += 1;
  else tallies.set(name, { since: now, count: 1 });
}

/** How long a subject has to wait that has reached its limit, in milliseconds; 0 for one that has not. */
function waitOf(name: string, most: number): number {
  const tally = tallies.get(name);
  return tally && tally.count >= most ? Math.max(0, tally.since + WINDOW_MS - performance.now()) : 0;
}

function tooMany(waitMs: number): OAuthError {
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  const words = `Too many requests that were refused. Try again in ${retryAfterSeconds} seconds.`;
  return new OAuthError("too_many_refusals", words, { retryAfterSeconds });
}

function originOf({ address }: Subject): string | null {
  return address === null ? null : subscriberOf(address);
}

function pairOf(subject: Subject): string {
  // Hashed: it may be as long as headers are.
  return `${originOf(subject) ?? "unknown"} ${sha256Hex(subject.claimed)}`;
}
