import { isAddressAllowed } from "../../lib/domain/ip-addresses";
import { keyStatus, type KeyLife } from "../../lib/domain/keys/key-lifecycle";
import { BURST_SECONDS, callLimits, windowStart } from "../../lib/domain/calls/limits";
import type { Environment } from "../../lib/domain/people/profiles";
import type { Scope } from "../../lib/domain/keys/scopes";
import type { CallCode } from "../../lib/domain/verdict/refusals";
import { expectedCalls, type DemoCaller, type DemoRequest, type Traffic } from "./demo-traffic";
import { randomFrom, type Random } from "./random";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** For how many days the demo has calls. */
export const HISTORY_DAYS = 30;
const IDS_PER_KEY = 24;
const STRAY_SHARE = 0.012;

export type CalledKey = {
  readonly life: KeyLife;
  readonly createdAt: Date;
  readonly environment: Environment;
  readonly scopes: readonly Scope[];
  readonly allowedRanges: readonly string[];
};

export type DemoCall = {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly Scope[];
  readonly code: CallCode;
  readonly address: string;
  readonly userAgent: string;
};

/** The calls of a key in the 30 days before `now`, oldest first, each with the verdict that the gate would have given. */
export function historyOf(key: CalledKey, traffic: Traffic, seed: number, now: Date): DemoCall[] {
  const random = randomFrom(seed);
  const ids = Array.from({ length: IDS_PER_KEY }, () => agreementId(random));
  const to = now.getTime() - (traffic.untilDaysAgo ?? 0) * DAY_MS;
  const from = Math.max(now.getTime() - HISTORY_DAYS * DAY_MS, key.createdAt.getTime() + HOUR_MS);
  const calls: DemoCall[] = [];
  for (let hour = windowStart(new Date(from), 3_600).getTime(); hour < to; hour += HOUR_MS) {
    const count = random.count(expectedCalls(traffic, new Date(hour)));
    for (let index = 0; index < count; index += 1) {
      const at = new Date(hour + Math.floor(random.next() * HOUR_MS));
      if (at.getTime() >= from && at.getTime() < to) calls.push(callAt(key, traffic, ids, at, random));
    }
  }
  if (traffic.burst) calls.push(...burstOf(key, traffic, traffic.burst, ids, now, random));
  return calls.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function callAt(
  key: CalledKey,
  traffic: Traffic,
  ids: readonly string[],
  at: Date,
  random: Random,
): DemoCall {
  const request = random.pick(traffic.requests);
  const caller = traffic.stray && random.next() < STRAY_SHARE ? traffic.stray : random.pick(traffic.callers);
  const id = ids[Math.floor(random.next() * ids.length)] ?? "";
  return {
    at,
    method: request.method,
    path: request.path.replace("{id}", id),
    scopes: request.scopes,
    code: codeOf(key, request, caller, at),
    ...caller,
  };
}

/** As lib/domain/verdict/verdict.ts has it, for what happens in the demo. */
function codeOf(key: CalledKey, request: DemoRequest, caller: DemoCaller, at: Date): CallCode {
  const { revokedAt, retiresAt } = key.life;
  const life = { ...key.life, revokedAt: revokedAt && revokedAt <= at ? revokedAt : null, retiresAt };
  const status = keyStatus(life, at);
  if (status === "revoked") return "revoked_key";
  if (status === "expired") return "expired_key";
  if (key.allowedRanges.length > 0 && !isAddressAllowed(key.allowedRanges, caller.address)) {
    return "ip_not_allowed";
  }
  return request.scopes.every((scope) => key.scopes.includes(scope)) ? "allowed" : "insufficient_scope";
}

/** Half a minute in which a caller loses its patience, on a working day. */
function burstOf(
  key: CalledKey,
  traffic: Traffic,
  burst: { readonly daysAgo: number; readonly calls: number },
  ids: readonly string[],
  now: Date,
  random: Random,
): DemoCall[] {
  const start = windowStart(new Date(now.getTime() - burst.daysAgo * DAY_MS), BURST_SECONDS).getTime();
  const limit = callLimits(key.environment).burst;
  return Array.from({ length: burst.calls }, (_, index) => {
    const at = new Date(start + Math.floor((index / burst.calls) * BURST_SECONDS * 1000));
    const call = callAt(key, { ...traffic, requests: [traffic.requests[0]] }, ids, at, random);
    return call.code === "allowed" && index >= limit
      ? { ...call, code: "burst_limit_exceeded" as const }
      : call;
  });
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The id of an agreement as the platform's API writes it. */
export function agreementId(random: Random): string {
  const tail = Array.from({ length: 24 }, () => LETTERS.charAt(Math.floor(random.next() * LETTERS.length)));
  return `CBJCHBCAABAA${tail.join("")}`;
}
