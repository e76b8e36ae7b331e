/** What "Explain access" keeps in the URL: the request that is asked about. Never a secret (R9). */
import { holdsSecret } from "../domain/secrets/secrets-in-text";
import { ENVIRONMENTS, type Environment } from "../domain/people/profiles";
import { readInstant } from "./read-instant";

export type ExplainView = {
  readonly method: string | null;
  /** The path of the request; null asks about the key alone. */
  readonly path: string | null;
  readonly scopes: readonly string[];
  readonly address: string | null;
  /** ISO 8601; null for now. */
  readonly at: string | null;
  /** The environment that the gateway serves; null for both. */
  readonly environment: Environment | null;
  /** A recorded call, in place of a request. */
  readonly call: string | null;
};

export const NOTHING_ASKED: ExplainView = {
  method: null,
  path: null,
  scopes: [],
  address: null,
  at: null,
  environment: null,
  call: null,
};

type Search = Readonly<Record<string, string | readonly string[] | undefined>>;
const LENGTH_MAX = 2_000;

/** Reads the search parameters of the page. A text with a secret in it is as good as none. */
export function readExplainView(search: Search): ExplainView {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value !== "" && value.length <= LENGTH_MAX && !holdsSecret(value)
      ? value
      : null;
  };
  return {
    method: text("method"),
    path: text("path"),
    scopes: (text("scopes") ?? "").split(/[\s,]+/).filter(Boolean),
    address: text("address"),
    at: readInstant(search["at"]),
    environment: ENVIRONMENTS.find((environment) => environment === search["environment"]) ?? null,
    call: text("call"),
  };
}

/**
 * The view of an explanation as search parameters; what is not given is left out. A path's query may hold anything and
 * stays behind.
 */
export function explainSearch(view: ExplainView): Readonly<Record<string, string | undefined>> {
  const tab = "explain";
  if (view.call !== null) return { tab, call: view.call, environment: view.environment ?? undefined };
  return {
    tab,
    method: view.method ?? undefined,
    path: view.path?.replace(/[?#].*$/s, ""),
    scopes: view.scopes.join(" "),
    address: view.address ?? undefined,
    at: view.at ?? undefined,
    environment: view.environment ?? undefined,
  };
}

/** The request that a recorded call was, as if it had been asked about field by field. */
export function viewOfCall(view: ExplainView, call: RecordedCall): ExplainView {
  const { method, path, scopesNeeded, address } = call;
  return { ...view, method, path, scopes: scopesNeeded, address };
}

type RecordedCall = {
  readonly method: string;
  readonly path: string;
  readonly scopesNeeded: readonly string[];
  readonly address: string | null;
};

export type ExplainQuestion = {
  readonly method?: string;
  readonly path?: string;
  readonly scopes?: string[];
  readonly address?: string;
  readonly at?: string;
  readonly environment?: Environment;
  readonly callId?: string;
};

/** The body that asks for the explanation of a view. */
export function explainQuestion(view: ExplainView): ExplainQuestion {
  const environment = view.environment === null ? {} : { environment: view.environment };
  if (view.call !== null) return { callId: view.call, ...environment };
  return {
    ...(view.method === null ? {} : { method: view.method }),
    ...(view.path === null ? {} : { path: view.path }),
    ...(view.scopes.length === 0 ? {} : { scopes: [...view.scopes] }),
    ...(view.address === null ? {} : { address: view.address }),
    ...(view.at === null ? {} : { at: view.at }),
    ...environment,
  };
}
