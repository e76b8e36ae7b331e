/** Where a curl line sends its request: its address as curl resolves it. */
import type { CurlRefusal } from "./curl-fault";
import { percentFault } from "./percent-fault";

export type CurlTarget = {
  readonly path: string;
  /** The query without its question mark. */
  readonly query: string;
  /** True where the address names a user. */
  readonly hasUser: boolean;
};

type Resolving = { readonly isGlobOff: boolean; readonly isPathAsIs: boolean };

const SCHEME = /^([a-z][a-z0-9+.-]*):\/{1,3}/i;
const HOST = /^(?:\[[0-9a-f:.]+(?:%25[\w.~-]+)?\]|[\p{L}\p{N}\p{M}._-]+)(?::(\d{0,5}))?$/iu;
const PORT_MAX = 65_535;
/** Without a scheme, curl guesses one from how a host begins. */
const OTHER_SCHEME = /^(?:ftp|dict|ldap|imap|smtp|pop3)\./i;
const ENCODED_DOTS = /(?:^|\/)(?:\.|%2e)*%2e(?:\.|%2e)?(?=\/|$)/i;

/** The path and query that curl asks for, or why it would ask for nothing, or for something else than it looks. */
export function resolveAddress(text: string, { isGlobOff, isPathAsIs }: Resolving): CurlTarget | CurlRefusal {
  if (/[\s\p{Cc}]/u.test(text)) return { fault: "address" };
  const scheme = SCHEME.exec(text);
  if (scheme && !/^https?$/i.test(scheme[1] ?? "")) return { fault: "scheme" };
  const unglobbed = isGlobOff
    ? text.slice(scheme?.[0].length ?? 0)
    : withoutGlobs(text.slice(scheme?.[0].length ?? 0));
  if (unglobbed === null) return { fault: "globbing" };
  const [, authority = "", rawPath = "", query = ""] = /^([^/?#]*)([^?#]*)\??([^#]*)/.exec(unglobbed) ?? [];
  const percent = percentFault(authority + rawPath);
  if (percent !== null) return percent;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const [found, port = ""] = HOST.exec(host) ?? [];
  if (found === undefined || Number(port) > PORT_MAX) return { fault: "address" };
  if (!scheme && OTHER_SCHEME.test(host)) return { fault: "scheme" };
  if (!isPathAsIs && ENCODED_DOTS.test(rawPath)) return { fault: "dots" };
  const path = encoded(isPathAsIs ? rawPath : withoutDots(rawPath));
  return { path: path === "" ? "/" : path, query, hasUser: authority.includes("@") };
}

/** Escaped brackets are themselves; null where there are others, but around an IPv6 host. */
function withoutGlobs(rest: string): string | null {
  const host = /^\[[0-9a-f:.]+\]/i.exec(rest)?.[0] ?? "";
  const after = rest.slice(host.length);
  return /(?<!\\)[[\]{}]/.test(after) ? null : host + after.replaceAll(/\\([[\]{}])/g, "$1");
}

/** RFC 3986, 5.2.4. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === "." || segment === "..";
    if (segment === "..") kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push("");
  }
  return path === "" ? "" : `/${kept.join("/")}`;
}

/** curl encodes what is no ASCII, and nothing else. */
function encoded(path: string): string {
  return path.replaceAll(/[^\0-\u007F]+/g, (characters) => encodeURIComponent(characters).toLowerCase());
}

/** A file that is uploaded to a folder gives its name to the path. */
export function withUploadName(path: string, upload: string): string {
  const name = upload.split(/[\\/]/).at(-1) ?? "";
  if (!path.endsWith("/") || ["", "-", "."].includes(upload)) return path;
  return (
    path +
    encodeURIComponent(name).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  );
}
