/**
 * Reads a curl command as a shell would, as far as a verdict depends on it. Runs in the browser: what comes out holds
 * no secret, and the line itself goes nowhere (R9).
 */
import { readAddress } from "../domain/addresses";
import { holdsSecret, maskSecrets } from "../domain/key-secret";
import { ENVIRONMENTS, type Environment } from "../domain/profiles";
import { shellWords } from "./shell-words";

export type CurlReading = {
  readonly method: string;
  /** Without origin and query; a secret in it is cut to its prefix. */
  readonly path: string;
  /**
   * Asked of the gate itself (`/v1/authorize?scope=…`); none otherwise, since no request names its scopes. Names of no
   * scope are among them, as they came: the gate refuses to answer those.
   */
  readonly scopes: readonly string[];
  /** The only one that passes, where the gate itself is asked so. */
  readonly environment: Environment | null;
  readonly address: string | null;
  /** True where a credential was left out. */
  readonly hadSecret: boolean;
};

export type CurlFault = "no_curl" | "no_address";

/** Short options that take a value. */
const SHORT_WITH_VALUE = "AbcCdDeEFHhKmoPQrtTuUwxXyYz";
/** Long options without a value; any other that is known to curl takes one. */
const LONG_WITHOUT_VALUE = new Set(
  `anyauth append basic compressed compressed-ssh create-dirs crlf digest disable fail fail-early fail-with-body
  ftp-create-dirs ftp-pasv get globoff head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only
  ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location location-trusted manual
  metalink negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter
  no-sessionid ntlm parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth
  proxy-basic proxy-digest proxy-insecure proxytunnel raw remote-header-name remote-name remote-name-all remote-time
  remove-on-error retry-all-errors retry-connrefused show-error show-headers silent ssl ssl-reqd sslv2 sslv3
  styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding
  use-ascii verbose version xattr`.split(/\s+/),
);
const SHORT_NAMES: Readonly<Record<string, string>> = {
  X: "request",
  H: "header",
  d: "data",
  F: "form",
  T: "upload-file",
  u: "user",
  G: "get",
  I: "head",
};
const DATA = /^(data(-raw|-binary|-ascii|-urlencode)?|json|form(-string)?)$/;
const SECRET_HEADER = /^(authorization|access-token|proxy-authorization|cookie|x-docusign-authentication)$/;

type Parts = { readonly options: Map<string, string[]>; readonly addresses: string[] };

/** What a curl line asks for, or why it can't be told. */
export function readCurl(line: string): CurlReading | { readonly fault: CurlFault } {
  const words = shellWords(maskSecrets(line));
  const start = words.findIndex((word) => /(^|\/)curl(\.exe)?$/.test(word));
  if (start === -1) return { fault: "no_curl" };
  const { options, addresses } = partsOf(words.slice(start + 1));
  const [target] = [...(options.get("url") ?? []), ...addresses];
  if (target === undefined) return { fault: "no_address" };
  const headers = headersOf(options.get("header") ?? []);
  const hadSecret =
    holdsSecret(line) ||
    [...headers.keys()].some((name) => SECRET_HEADER.test(name)) ||
    ["user", "oauth2-bearer", "cookie"].some((name) => options.has(name));
  const url = splitTarget(target);
  const asked = { method: methodOf(options), path: url.path, scopes: [] as string[], environment: null };
  const wanted = isGate(url.path) ? askedOfGate(asked, url.query, headers) : asked;
  return {
    method: METHOD.test(wanted.method) ? wanted.method.toUpperCase() : "GET",
    path: wanted.path,
    scopes: wanted.scopes.map((scope) => scope.slice(0, SCOPE_LENGTH_MAX)),
    environment: wanted.environment,
    address: addressOf(headers.get("x-forwarded-for")),
    hadSecret,
  };
}

const SCOPE_LENGTH_MAX = 100;
const METHOD = /^[A-Za-z-]{1,16}$/;

/** The client's address as the first proxy wrote it down. */
function addressOf(forwardedFor: string | undefined): string | null {
  const address = forwardedFor?.split(",")[0]?.trim() ?? "";
  return readAddress(address) === null ? null : address;
}

function partsOf(words: readonly string[]): Parts {
  const options = new Map<string, string[]>();
  const addresses: string[] = [];
  const add = (name: string, value: string) => options.set(name, [...(options.get(name) ?? []), value]);
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    // What follows is another command.
    if (["|", "||", "&&", ";", ">", "&"].includes(word)) break;
    if (word.startsWith("--")) addLong(word.slice(2), rest, add);
    else if (word.startsWith("-") && word.length > 1) addShort(word.slice(1), rest, add);
    else addresses.push(word);
  }
  return { options, addresses };
}

type Add = (name: string, value: string) => void;

function addLong(text: string, rest: string[], add: Add): void {
  const [name = "", ...given] = text.split("=");
  if (given.length > 0) add(name, given.join("="));
  else if (LONG_WITHOUT_VALUE.has(name)) add(name, "");
  else if (rest[0] !== undefined && !looksLikeAddress(name, rest[0])) add(name, rest.shift() ?? "");
  else add(name, "");
}

/** An option that nobody has heard of is taken to have no value where the next word can only be the address. */
function looksLikeAddress(name: string, word: string): boolean {
  return name !== "url" && name !== "referer" && name !== "proxy" && /^https?:\/\//i.test(word);
}

function addShort(letters: string, rest: string[], add: Add): void {
  for (const [index, letter] of letters.split("").entries()) {
    const name = SHORT_NAMES[letter] ?? letter;
    if (!SHORT_WITH_VALUE.includes(letter)) {
      add(name, "");
      continue;
    }
    const attached = letters.slice(index + 1);
    add(name, attached === "" ? (rest.shift() ?? "") : attached);
    return;
  }
}

function headersOf(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.trim().toLowerCase(), value.join(":").trim()];
    }),
  );
}

function methodOf(options: Parts["options"]): string {
  const named = options.get("request")?.at(-1);
  if (named) return named;
  if (options.has("head")) return "HEAD";
  if (options.has("get")) return "GET";
  if (options.has("upload-file")) return "PUT";
  return [...options.keys()].some((name) => DATA.test(name)) ? "POST" : "GET";
}

function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const [withoutFragment = ""] = target.split("#");
  const [location = "", ...query] = withoutFragment.split("?");
  const path = location.startsWith("/") ? location : location.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*/i, "");
  return { path: path === "" ? "/" : path, query: query.join("?") };
}

const isGate = (path: string): boolean => /\/v1\/authorize\/?$/.test(path);

/** The request that is asked about, where the line asks the gate itself. */
function askedOfGate(
  asked: { readonly method: string; readonly path: string },
  query: string,
  headers: Map<string, string>,
) {
  const parameters = new URLSearchParams(query);
  const target = headers.get("x-forwarded-uri") ?? headers.get("x-original-uri");
  return {
    method: headers.get("x-forwarded-method") ?? headers.get("x-original-method") ?? asked.method,
    path: target === undefined ? asked.path : splitTarget(target).path,
    scopes: parameters.getAll("scope").flatMap((names) => names.split(" ").filter(Boolean)),
    environment: ENVIRONMENTS.find((one) => one === parameters.get("environment")) ?? null,
  };
}
