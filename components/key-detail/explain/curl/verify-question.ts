/** The request that a curl line asks `POST /v1/verify` about: it stands in the body. */
import { canonicalHop } from "@/lib/domain/ip-addresses";
import { UNKNOWN } from "./commands";
import { bodyOf } from "./curl-data";
import type { CurlRefusal } from "./curl-fault";
import type { CurlOptions } from "./curl-options";
import { gatePath, type GateQuestion } from "./gate-question";

export const isVerify = (path: string): boolean => /\/v1\/verify\/?$/.test(path);

const SCOPES_MAX = 200;
/** A shorter token is a part of too many texts. */
const TOKEN_LENGTH_MIN = 8;

const UNREADABLE: CurlRefusal = { fault: "body" };

/**
 * What `/v1/verify` would read out of a request, or why it would refuse to: a field that it does not know may be a
 * need that is misspelt. A token may be missing, since no verdict here depends on it, and it is not kept.
 */
export function askedOfVerify(method: string, given: CurlOptions): GateQuestion | CurlRefusal {
  if (method.includes(UNKNOWN)) return { fault: "variable" };
  if (method !== "POST") return UNREADABLE;
  const body = bodyOf(given);
  if (typeof body !== "string") return body;
  const fields = fieldsOf(body);
  if (fields === null) return body.includes(UNKNOWN) ? { fault: "variable" } : UNREADABLE;
  const { token, userAgent, ...rest } = fields;
  if (JSON.stringify(rest).includes(UNKNOWN)) return { fault: "variable" };
  const asked = questionOf(rest);
  const secret = textOf(token);
  if (asked === null || secret === undefined || textOf(userAgent) === undefined) return UNREADABLE;
  const isKept = [asked.path ?? "", ...asked.scopes].some((text) => text.includes(secret ?? ""));
  if (secret !== null && secret.length >= TOKEN_LENGTH_MIN && isKept) return UNREADABLE;
  return { ...asked, hasToken: secret !== null && secret !== "" };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(body: string): Fields | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function questionOf(fields: Fields): Omit<GateQuestion, "hasToken"> | null {
  const { method, path, scopes, ip, environment, ...others } = fields;
  const [asks, target, names] = [textOf(method), textOf(path), scopesOf(scopes)];
  const [from, served] = [textOf(ip), textOf(environment)];
  if (asks === undefined || target === undefined || names === null || served === undefined) return null;
  if (from === undefined || Object.keys(others).length > 0) return null;
  // With one of the two, a route table can't tell.
  if ((asks === null) !== (target === null)) return null;
  const [place, address] = [
    target === null ? null : gatePath(target),
    from === null ? null : canonicalHop(from),
  ];
  if ((place === null) !== (target === null) || (address === null) !== (from === null)) return null;
  if (served !== null && served !== "sandbox" && served !== "production") return null;
  return { method: asks, path: place, scopes: names, environment: served, address };
}

/** Null is the same as nothing; undefined is what is no text. */
function textOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : undefined;
}

/** Null for what is no list of names. What has a space in it would be several names further on. */
function scopesOf(value: unknown): readonly string[] | null {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value) || value.length > SCOPES_MAX) return null;
  const names = value.filter(
    (name): name is string => typeof name === "string" && /^[^\s,]{1,100}$/.test(name),
  );
  return names.length === value.length ? names : null;
}
