/** The request that a curl line asks the gate itself about. */
import { canonicalHop, NO_ADDRESS } from "@/lib/domain/ip-addresses";
import { ORIGINAL_REQUEST_HEADERS, originalRequest } from "@/lib/domain/route-table/original-request";
import { UNKNOWN } from "./commands";
import type { CurlTarget } from "./curl-address";
import type { CurlRefusal } from "./curl-fault";
import { percentFault } from "./percent-fault";

type Headers = ReadonlyMap<string, string>;

export const isAuthorize = (path: string): boolean => /\/v1\/authorize\/?$/.test(path);

/** In place of the value of a header that comes several times. */
const SEVERAL = "\n";
const FORWARDED_FOR = "x-forwarded-for";

/**
 * The headers of a request by lower-case name; one without a value is not sent, and `name;` is sent empty. Of several
 * with one name only `X-Forwarded-For` has a meaning: they are one list.
 */
export function headersOf(lines: readonly string[]): Headers {
  const headers = new Map<string, string>();
  for (const line of lines) {
    if (line.startsWith("@")) {
      headers.set("@", "");
      continue;
    }
    const [, name = "", sign = "", rest = ""] = /^([^:;]*)([:;]?)(.*)$/s.exec(line) ?? [];
    // HTTP knows no other white space.
    const value = rest.replaceAll(/^[ \t]+|[ \t]+$/g, "");
    if (sign === ":" && value === "") continue;
    const key = name.trim().toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : key === FORWARDED_FOR ? `${before}, ${value}` : SEVERAL);
  }
  return headers;
}

export type GateQuestion = {
  /** The method; null with the path, where the question is about the key alone. */
  readonly method: string | null;
  readonly path: string | null;
  readonly scopes: readonly string[];
  readonly environment: string | null;
  readonly address: string | null;
  readonly hasToken: boolean;
};

/** What `/v1/authorize` would read out of a request, or why it would refuse to. */
export function askedOfAuthorize(
  asked: { readonly method: string; readonly target: CurlTarget },
  headers: Headers,
): Omit<GateQuestion, "address" | "hasToken"> | CurlRefusal {
  const { query } = asked.target;
  if (headers.has("@") || query.includes(UNKNOWN)) return { fault: "file" };
  const percent = percentFault(query);
  if (percent !== null) return percent;
  const said = ORIGINAL_REQUEST_HEADERS.map((name) => headers.get(name) ?? "");
  if (said.some((value) => value.includes(UNKNOWN))) return { fault: "variable" };
  if (said.includes(SEVERAL)) return { fault: "headers" };
  const original = originalRequest((name) => headers.get(name), {
    method: asked.method,
    path: asked.target.path,
  });
  if ("fault" in original) return { fault: original.fault === "differ" ? "headers" : "original" };
  const path = gatePath(original.path);
  if (path === null) return { fault: "original" };
  const parameters = new URLSearchParams(query);
  return {
    method: original.method,
    path,
    scopes: parameters.getAll("scope").flatMap((names) => names.split(" ").filter(Boolean)),
    environment: parameters.get("environment"),
  };
}

/**
 * The path of a request without its query; null for what the gate would take for no path, or for another one than
 * would be shown.
 */
export function gatePath(target: string): string | null {
  return /^\/[^#]*$/s.test(target) ? target.replace(/\?.*$/s, "") : null;
}

/** More proxies stand behind each other nowhere. */
const HOPS_MAX = 8;

/**
 * The addresses of `X-Forwarded-For` in their one spelling, `unknown` in place of what is none: the gate reads them from the
 * end on, as far as they are proxies that it trusts, and the server knows which are. Null where there are none.
 */
export function forwardedAddress(headers: Headers): { readonly address: string | null } | CurlRefusal {
  const list = headers.get(FORWARDED_FOR) ?? "";
  if (list === "") return { address: null };
  if (list.includes(UNKNOWN)) return { fault: "variable" };
  const hops = list.split(",").slice(-HOPS_MAX);
  const addresses = hops.map((hop) => canonicalHop(hop.replaceAll(/^[ \t]+|[ \t]+$/g, "")));
  if (addresses.at(-1) === null) return { fault: "forwarded" };
  return { address: addresses.map((address) => address ?? NO_ADDRESS).join(", ") };
}
