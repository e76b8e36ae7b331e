import type { Environment } from "../../lib/domain/people/profiles";
import { readScopes, type Scope } from "../../lib/domain/keys/scopes";
import { GateRefusal } from "../http/problem";

/** What a request must fulfil. */
export type Requirements = { readonly scopes: readonly Scope[]; readonly environment: Environment | null };

/** Queries that are remembered at most; beyond that all are forgotten. */
const REMEMBERED_MAX = 1_000;
const remembered = new Map<string, Requirements>();

/**
 * What {@link parseRequirements} reads: a gateway asks with the same few queries.
 * @throws GateRefusal unknown_scope | invalid_request
 */
export function readRequirements(query: string, own: Environment | null): Requirements {
  const place = `${own} ${query}`;
  const known = remembered.get(place);
  if (known) return known;
  const requirements = parseRequirements(query, own);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(place, requirements);
  return requirements;
}

/**
 * Reads `?scope=` (canonical or Acrobat names, separated by spaces, all needed; may be repeated) and `?environment=`.
 * A parameter that is misspelt would let everything through, so unknown ones are refused.
 * @param own the only environment that this gate serves, or null
 * @throws GateRefusal unknown_scope | invalid_request
 */
function parseRequirements(query: string, own: Environment | null): Requirements {
  if (query === "") return { scopes: [], environment: own };
  const names: string[] = [];
  let environment = own;
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === "scope") names.push(...value.split(" ").filter(Boolean));
    else if (name === "environment") environment = readEnvironment(value, environment);
    else throw refusal("invalid_request", name, "unknown_parameter", "There is no such parameter.");
  }
  const { scopes, unknown } = readScopes(names);
  const [first] = unknown;
  if (first !== undefined) {
    throw refusal("unknown_scope", "scope", "unknown_scope", `There is no scope ${first.slice(0, 60)}.`);
  }
  return { scopes, environment };
}

function readEnvironment(value: string, before: Environment | null): Environment {
  if (value !== "sandbox" && value !== "production") {
    throw refusal("invalid_request", "environment", "unknown_environment", "It is sandbox or production.");
  }
  if (before !== null && before !== value) {
    const detail = `This gate was told to serve ${before} already.`;
    throw refusal("invalid_request", "environment", "environment_conflict", detail);
  }
  return value;
}

function refusal(code: "unknown_scope" | "invalid_request", name: string, fault: string, detail: string) {
  return new GateRefusal({
    code,
    detail: `?${name.slice(0, 60)}: ${detail}`,
    errors: [{ pointer: `?${name.slice(0, 60)}`, code: fault, detail }],
  });
}
