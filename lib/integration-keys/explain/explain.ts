import type { ExplainInput, Explanation } from "../../contracts/keys/explain";
import type { Call } from "../../contracts/keys/key-usage";
import { checkText, scopeState, type CheckContext } from "../../domain/verdict/check-text";
import { invalid } from "../../domain/errors";
import { ownerProfile, toKeyFacts, type KeyFactsRow } from "../../domain/verdict/key-facts";
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import { ownNeeds } from "../../domain/route-table/own-addresses";
import { needsAnywhere, type Needs } from "../../domain/route-table/request-needs";
import { NO_FINDING } from "../../domain/route-table/route-finding";
import type { RouteTable } from "../../domain/route-table/route-table";
import type { Environment } from "../../domain/people/profiles";
import { readScopes, sortScopes, type Scope } from "../../domain/keys/scopes";
import { checksOf, type KeyFacts, type VerdictRequest } from "../../domain/verdict/verdict";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { findCall, findKeyFacts } from "./facts";
import { PUBLIC_VERDICT, verdictOf } from "./explained-verdict";
import { clientOf, gateAddress, gateEnvironment } from "./gate-settings";
import { currentRouteTable, type RouteTableReading } from "./route-table";

/** A clock that is a little behind ours is no wish to look back. */
const CLOCK_SKEW_MS = 60_000;

/**
 * What the gate would answer to a request with this key, and why: by the same facts and the same function (I10). No
 * secret is needed and none is taken. A call that was recorded is explained as it would be decided now, beside the
 * verdict that it got: for the person whom it acted as.
 * @throws DomainError not_found for another account's key and another key's call | validation_failed for an instant
 *   of the past, of which only the calls themselves tell | forbidden | plan_not_eligible | feature_not_enabled
 */
export function explainAccess(
  ctx: AccountContext,
  input: ExplainInput & { readonly keyId: string },
): Promise<Explanation> {
  return read(ctx, "key:read", async (db) => {
    const subject = { accountId: ctx.account.id, keyId: input.keyId };
    const found = input.callId === undefined ? null : await findCall(db, subject, input.callId);
    const { row, hasSecret } = await findKeyFacts(db, subject, found);
    const call = found?.call ?? null;
    const wanted = call ? requestOfCall(call, row, input) : requestOfInput(input);
    const reading = currentRouteTable();
    const needs = needsBy(reading.table, wanted);
    return explain(row, wanted, { needs, reading, call, hasSecret, at: instantOf(input.at, row.now) });
  });
}

/** A request before the route table has been asked. `path` is null for a question about the key alone. */
type WantedRequest = {
  readonly method: string;
  readonly path: string | null;
  /** What the gate asks of it by itself; null where it was not meant for the gate. */
  readonly own: readonly Scope[] | null;
  readonly scopes: readonly Scope[];
  readonly address: string | null;
  readonly forwardedFor: string | null;
  readonly environment: Environment | null;
};

type Circumstances = {
  readonly needs: Needs;
  readonly reading: RouteTableReading;
  readonly call: Call | null;
  readonly hasSecret: boolean;
  readonly at: Date;
};

/** As the gate finds them: a question without a path asks no route table. */
function needsBy(table: RouteTable | null, { method, path, own, scopes }: WantedRequest): Needs {
  return path === null
    ? { scopes, finding: NO_FINDING, matched: null, isPublic: false }
    : needsAnywhere(table, { method, path }, scopes, own);
}

function explain(row: KeyFactsRow, wanted: WantedRequest, circumstances: Circumstances): Explanation {
  const { needs, reading, call, hasSecret, at } = circumstances;
  const { method, path, address, forwardedFor, environment } = wanted;
  const request: VerdictRequest = {
    scopes: needs.scopes,
    address,
    environment,
    apiUrl: gateAddress(),
    path: path ?? "/",
    route: needs.finding,
  };
  const isAhead = at > row.now;
  const facts = isAhead ? factsAt(toKeyFacts(row), row.now, at) : toKeyFacts(row);
  const matter: CheckContext = {
    facts,
    request,
    at,
    isAhead,
    accountName: row.account_name,
    ownerName: row.user_name,
    routeText: needs.matched ? `${needs.matched.methods.join(", ")} ${needs.matched.template}` : null,
  };
  const { isActive } = facts.owner;
  return {
    call,
    request: {
      method,
      path,
      scopes: [...needs.scopes],
      address,
      forwardedFor,
      environment,
      at: at.toISOString(),
      isAhead,
    },
    verdict: needs.isPublic ? PUBLIC_VERDICT : verdictOf(matter),
    checks: (needs.isPublic ? [] : checksOf(facts, request, at)).map((check) => ({
      code: check.code,
      outcome: isAhead && check.outcome === "passed" && isLimit(check.code) ? "unknown" : check.outcome,
      text: checkText(check, matter),
    })),
    scopes: scopesOf(facts, needs.scopes),
    routeTable: { state: reading.state, route: routeOf(needs) },
    actsAs: { id: row.user_id, name: row.user_name, profile: ownerProfile(row), isActive },
    hasSecret,
  };
}

function scopesOf(facts: KeyFacts, needed: readonly Scope[]): Explanation["scopes"] {
  return sortScopes([...needed, ...facts.grantedScopes]).map((scope) => ({
    scope,
    isNeeded: needed.includes(scope),
    isGranted: facts.grantedScopes.includes(scope),
    state: scopeState(facts, scope),
  }));
}

function routeOf({ matched }: Needs): Explanation["routeTable"]["route"] {
  if (!matched) return null;
  const { methods, template, scopes, isPublic } = matched;
  return { methods: [...methods], template, scopes: [...scopes], isPublic };
}

const isLimit = (code: string): boolean =>
  code === "hourly_limit_exceeded" || code === "burst_limit_exceeded";

/** The facts at an instant ahead: calls that were made count in the window they were made in, and in no later one. */
function factsAt(facts: KeyFacts, now: Date, at: Date): KeyFacts {
  const isSame = (seconds: number) =>
    windowStart(now, seconds).getTime() === windowStart(at, seconds).getTime();
  return {
    ...facts,
    used: {
      hour: isSame(HOUR_SECONDS) ? facts.used.hour : 0,
      burst: isSame(BURST_SECONDS) ? facts.used.burst : 0,
    },
  };
}

/** Now, or later. @throws DomainError validation_failed for the past, whose facts are gone */
function instantOf(at: Date | undefined, now: Date): Date {
  if (at === undefined) return now;
  if (at.getTime() < now.getTime() - CLOCK_SKEW_MS) {
    throw invalid(
      "/at",
      "in_the_past",
      "Choose now or later. What was decided before stands with the calls.",
    );
  }
  return at > now ? at : now;
}

/** At an address of the gate's own, the question is taken to be about the gate. */
function requestOfInput({
  path: target,
  scopes,
  address: hops,
  environment,
  ...input
}: ExplainInput): WantedRequest {
  const method = input.method ?? "GET";
  const path = target === undefined ? null : pathOf(target);
  return {
    method,
    path,
    own: path === null ? null : ownNeeds(method, path),
    scopes: scopes ?? [],
    ...clientOf(hops ?? []),
    environment: environment ?? gateEnvironment(),
  };
}

/** The record of a call does not hold which environment its gateway served; where that was the reason, it was the other. */
function requestOfCall(call: Call, row: KeyFactsRow, { environment }: ExplainInput): WantedRequest {
  const other = row.environment === "sandbox" ? "production" : "sandbox";
  return {
    method: call.method,
    path: call.path,
    own: ownNeedsOfCall(call),
    scopes: readScopes(call.scopesNeeded).scopes,
    address: call.address,
    forwardedFor: null,
    environment: environment ?? (call.code === "wrong_environment" ? other : gateEnvironment()),
  };
}

/**
 * What the gate asked of a call by itself. A gateway may have asked about the same address of the service behind it:
 * then other scopes were needed, or the route table had no route for it.
 */
function ownNeedsOfCall({ method, path, code, scopesNeeded }: Call): readonly Scope[] | null {
  if (code === "unknown_route") return null;
  // POST /v1/verify without a path is recorded like this.
  if (method === "GET" && path === "/") return [];
  const own = ownNeeds(method, path);
  return own !== null && own.join(" ") === scopesNeeded.join(" ") ? own : null;
}

/** Without origin, query and fragment. */
function pathOf(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  return path === "" ? "/" : path;
}
