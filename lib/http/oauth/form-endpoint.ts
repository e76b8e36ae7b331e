/**
 * The one way to write an endpoint that clients of the authorization server call: a form in, JSON out, refusals by the words
 * that clients read (RFC 6749 section 5.2). No cookie and no origin is looked at: who asks is said in the request alone.
 */
import { requestInfoOf } from "../../auth/request";
import { DomainError } from "../../domain/errors";
import {
  claimedName,
  isBasic,
  readClient,
  type ClientClaim,
} from "../../domain/oauth/requests/client-authentication";
import { readFields, type Fields } from "../../domain/oauth/requests/form";
import { OAuthError } from "../../domain/oauth/oauth-error";
import type { RequestInfo } from "../../kernel/context";
import { createLogger } from "../../platform/logs/logger";
import { noteSecurity } from "../../platform/logs/security-log";
import { readBytes } from "../body";
import { assertNotThrottled, countRefusal } from "./throttle";
import { helpAddress, helpOf } from "../../domain/oauth/help";
import { oauthIssuer } from "../../platform/settings/env";

const log = createLogger("web");

export type FormRequest = { readonly fields: Fields; readonly client: ClientClaim | null };
/** Who asks, as far as the request says; whether or not there is such a client. */
type Asker = {
  readonly info: RequestInfo;
  readonly address: string | null;
  claimed: string;
  /** Whether it is to prove itself by a client secret. */
  hasSecret: boolean;
};
export type Endpoint = (request: Request) => Promise<Response>;

/**
 * Makes an endpoint that takes a form.
 * @param isForBrowsers whether scripts of other sites may call it: those of public apps, which have no server
 * @param work the JSON value to answer; null answers with an empty 200
 */
export function formEndpoint(
  isForBrowsers: boolean,
  work: (form: FormRequest) => Promise<object | null>,
): Endpoint {
  return async (request) => {
    const info = requestInfoOf(request.headers);
    const authorization = request.headers.get("authorization");
    const from: Asker = { info, address: info.address, claimed: "", hasSecret: false };
    try {
      const fields = await readForm(request);
      from.claimed = claimedName(authorization, fields);
      assertNotThrottled(from);
      const client = readClient(authorization, fields);
      from.hasSecret = client !== null && client.secret !== null && fields["assertion"] === undefined;
      return json(info, 200, await work({ fields, client }), isForBrowsers);
    } catch (error) {
      return refuse(error, request, from, isForBrowsers);
    }
  };
}

async function readForm(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new OAuthError("invalid_request", "Send the body as application/x-www-form-urlencoded.");
  }
  const bytes = await readBytes(request);
  return readFields(new URLSearchParams(bytes.toString("utf8")));
}

/** The answer for a value: never cached, since it may hold tokens. */
export function json(
  info: RequestInfo,
  status: number,
  value: object | null,
  isForBrowsers: boolean,
): Response {
  const headers = {
    "Cache-Control": "no-store",
    Pragma: "no-cache",
    "X-Request-Id": info.requestId,
    ...(isForBrowsers ? CROSS_ORIGIN : {}),
  };
  if (value === null) return new Response(null, { status, headers });
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...headers, "Content-Type": "application/json" },
  });
}

const CROSS_ORIGIN = { "Access-Control-Allow-Origin": "*" };

/** The answer to a browser that asks whether a script of another site may call this (Fetch, CORS preflight). */
export function preflight(...methods: readonly string[]): () => Response {
  return () =>
    new Response(null, {
      status: 204,
      headers: {
        ...CROSS_ORIGIN,
        "Access-Control-Allow-Methods": methods.join(", "),
        "Access-Control-Allow-Headers": "Authorization, Content-Type, MCP-Protocol-Version",
        "Access-Control-Max-Age": "600",
      },
    });
}

function refuse(error: unknown, request: Request, from: Asker, isForBrowsers: boolean): Response {
  const { info } = from;
  const found = refusalOf(error, request, info);
  const refusal = isCounted(found) ? counted(found, from) : found;
  const body = {
    error: refusal.code,
    error_description: refusal.message,
    error_uri: helpAddress(oauthIssuer(), helpOf(refusal)),
  };
  const response = json(info, statusOf(refusal, request), body, isForBrowsers);
  if (response.status === 401) response.headers.set("WWW-Authenticate", 'Basic realm="Countersign"');
  if (refusal.retryAfterSeconds !== null)
    response.headers.set("Retry-After", String(refusal.retryAfterSeconds));
  return response;
}

type Counted = OAuthError & { readonly code: "invalid_client" | "invalid_grant" };

function isCounted(refusal: OAuthError): refusal is Counted {
  return refusal.code === "invalid_client" || refusal.code === "invalid_grant";
}

/** Counts a refusal. What else is refused than the client itself is so once its secret was found to be good. */
function counted(refusal: Counted, from: Asker): OAuthError {
  const { code, message: reason } = refusal;
  noteSecurity({ kind: "credential_refused", code, reason, request: from.info });
  return countRefusal(from, from.hasSecret && code === "invalid_grant") ?? refusal;
}

function refusalOf(error: unknown, request: Request, info: RequestInfo): OAuthError {
  if (error instanceof OAuthError) return error;
  const { pathname: path } = new URL(request.url);
  if (error instanceof DomainError) {
    if (error.code === "body_too_large") return new OAuthError("invalid_request", error.message);
    log.error({ err: error, requestId: info.requestId, path }, error.code);
    const retryAfterSeconds = error.retryAfterSeconds ?? 1;
    return new OAuthError("temporarily_unavailable", "Try again in a moment.", { retryAfterSeconds });
  }
  log.error({ err: error, requestId: info.requestId, path }, "unforeseen error");
  return new OAuthError("server_error", `Something went wrong on our side: tell support ${info.requestId}.`);
}

/** Clients read errors on 400 only (WIRE-FACTS 5); who used HTTP Basic expects a 401. */
function statusOf({ code }: OAuthError, request: Request): number {
  if (code === "invalid_client" && isBasic(request.headers.get("authorization"))) return 401;
  if (code === "server_error") return 500;
  if (code === "too_many_refusals") return 429;
  if (code === "temporarily_unavailable") return 503;
  return 400;
}
