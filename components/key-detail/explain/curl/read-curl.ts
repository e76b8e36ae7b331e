/**
 * Reads a curl command as its shell and curl would, as far as a verdict depends on it. What can't be read so is refused: a
 * verdict about another request is worse than none. Runs in the browser: what comes out holds no secret, and the line itself
 * goes nowhere (R9).
 */
import { ENVIRONMENTS, type Environment } from "@/lib/domain/people/profiles";
import { holdsSecret, maskSecrets } from "@/lib/domain/secrets/secrets-in-text";
import { cmdCommands, isForCmd } from "./cmd-commands";
import { UNKNOWN } from "./commands";
import { resolveAddress, withUploadName, type CurlTarget } from "./curl-address";
import { addedQuery, DATA } from "./curl-data";
import type { CurlRefusal } from "./curl-fault";
import { readOptions, type CurlOptions } from "./curl-options";
import {
  askedOfAuthorize,
  forwardedAddress,
  headersOf,
  isAuthorize,
  type GateQuestion,
} from "./gate-question";
import { percentFault } from "./percent-fault";
import { posixCommands } from "./posix-commands";
import { askedOfVerify, isVerify } from "./verify-question";

export type CurlReading = {
  /** The method; null with the path, where the gate is asked about the key alone. */
  readonly method: string | null;
  /** The path without origin and query; a secret in it is cut to its prefix. */
  readonly path: string | null;
  /**
   * The scopes that the gate itself is asked about (`/v1/authorize?scope=…`, `/v1/verify`); none otherwise, since no
   * request names its scopes. Names of no scope are among them, as they came: the gate refuses to answer those.
   */
  readonly scopes: readonly string[];
  /** The only environment that passes, where the gate itself is asked so. */
  readonly environment: Environment | null;
  readonly address: string | null;
  /** True where a credential was left out. */
  readonly hadSecret: boolean;
};

const CURL = /(?:^|[\\/])curl(?:\.exe)?$/i;
/** What may stand before curl without changing what it asks for: prompts, settings, and commands that run another. */
const BEFORE_CURL = /^(?:.*[$#%>❯]|[A-Za-z_]\w*=.*|sudo|time|exec|command|env|nohup|-\w+)$/s;
const SECRET_HEADERS = /^(authorization|access-token|proxy-authorization|cookie|x-docusign-authentication)$/;
const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,16}$/;
const SCOPE_LENGTH_MAX = 100;

/** What a curl line asks for, or why it can't be told. */
export function readCurl(line: string): CurlReading | CurlRefusal {
  const given = argumentsOfCurl(line.replaceAll("\r\n", "\n"));
  if ("fault" in given) return given;
  const read = readOptions(given);
  if ("fault" in read) return read;
  const { options } = read;
  const target = targetOf(read);
  if ("fault" in target) return target;
  const headers = headersOf(options.get("header") ?? []);
  const method = methodOf(options);
  if (typeof method !== "string") return method;
  const wanted = questionOf({ method, target }, headers, read);
  if ("fault" in wanted) return wanted;
  const { path, scopes } = wanted;
  const texts = [path ?? "", wanted.method ?? "", ...scopes];
  if (texts.some((text) => text.includes(UNKNOWN))) return { fault: "variable" };
  const percent = percentFault(path ?? "");
  if (percent !== null) return percent;
  if (wanted.method !== null && !METHOD.test(wanted.method)) return { fault: "method" };
  return {
    method: wanted.method?.toUpperCase() ?? null,
    path: path === null ? null : maskSecrets(path),
    scopes: scopes.map((scope) => maskSecrets(scope).slice(0, SCOPE_LENGTH_MAX)),
    environment: ENVIRONMENTS.find((one) => one === wanted.environment) ?? null,
    address: wanted.address,
    hadSecret:
      wanted.hasToken ||
      target.hasUser ||
      [line, ...given].some(holdsSecret) ||
      [...headers.keys()].some((name) => SECRET_HEADERS.test(name)) ||
      ["user", "oauth2-bearer", "cookie"].some((name) => options.has(name)),
  };
}

/** What the request is, or what it asks the gate about. */
function questionOf(
  request: { readonly method: string; readonly target: CurlTarget },
  headers: ReturnType<typeof headersOf>,
  given: CurlOptions,
): GateQuestion | CurlRefusal {
  const { method, target } = request;
  if (isVerify(target.path)) return askedOfVerify(method, given);
  const from = forwardedAddress(headers);
  if ("fault" in from) return from;
  const asked = isAuthorize(target.path)
    ? askedOfAuthorize(request, headers)
    : { method, path: target.path, scopes: [], environment: null };
  return "fault" in asked ? asked : { ...asked, ...from, hasToken: false };
}

/** The words after the one `curl` of the text. */
function argumentsOfCurl(text: string): readonly string[] | CurlRefusal {
  if (text.includes(UNKNOWN)) return { fault: "shell" };
  const commands = isForCmd(text) ? cmdCommands(text) : posixCommands(text);
  if ("fault" in commands) return /\bcurl\b/i.test(text) ? commands : { fault: nothingToRead(text) };
  const found = commands.filter((words) => words.some((word) => CURL.test(word)));
  const [words] = found;
  if (words === undefined) return { fault: nothingToRead(text) };
  // PowerShell goes on in the next line after a backtick.
  if (/`\n/.test(text)) return { fault: "powershell" };
  if (found.length > 1) return { fault: "several" };
  if (commands.slice(1).some((command) => command[0]?.startsWith("-"))) return { fault: "lines" };
  const start = words.findIndex((word) => CURL.test(word));
  if (!words.slice(0, start).every((word) => BEFORE_CURL.test(word))) return { fault: "shell" };
  return words.slice(start + 1);
}

function nothingToRead(text: string): "powershell" | "no_curl" {
  return /(?:^|[\s;(|=])(?:invoke-webrequest|invoke-restmethod|iwr|irm)\s/i.test(text)
    ? "powershell"
    : "no_curl";
}

function targetOf({ options, addresses }: CurlOptions): CurlTarget | CurlRefusal {
  const all = [...(options.get("url") ?? []), ...addresses];
  const [address] = all;
  if (address === undefined) return { fault: "no_address" };
  const uploads = options.get("upload-file") ?? [];
  if (all.length > 1 || uploads.length > 1) return { fault: "several" };
  if (options.has("url") && address.startsWith("@")) return { fault: "file" };
  if (address.includes(UNKNOWN)) return { fault: "variable" };
  const isGlobOff = options.has("globoff");
  const upload = uploads[0] ?? "";
  if (!isGlobOff && /[[\]{}]/.test(upload)) return { fault: "globbing" };
  const target = resolveAddress(address, { isGlobOff, isPathAsIs: options.has("path-as-is") });
  if ("fault" in target) return target;
  const requestTarget = options.get("request-target")?.at(-1);
  if (requestTarget !== undefined) {
    if (!/^\/[^\s\p{Cc}#]*$/u.test(requestTarget)) return { fault: "address" };
    const [path = "", ...query] = requestTarget.split("?");
    return { path, query: query.join("?"), hasUser: target.hasUser };
  }
  const query = [target.query, ...addedQuery(options)].filter((part) => part !== "").join("&");
  return { ...target, path: withUploadName(target.path, upload), query };
}

function methodOf(options: CurlOptions["options"]): string | CurlRefusal {
  const has = (...names: string[]) => names.some((name) => options.has(name));
  const isUpload = (options.get("upload-file")?.[0] ?? "") !== "";
  const hasData = has(...DATA);
  const isForm = has("form", "form-string");
  const kinds = [has("head"), isForm, hasData && !(has("get") && !isForm && !isUpload), isUpload];
  if (kinds.filter(Boolean).length > 1) return { fault: "conflict" };
  const named = options.get("request")?.at(-1);
  if (named !== undefined) return named;
  if (has("head")) return "HEAD";
  if (isUpload) return "PUT";
  return isForm || (hasData && !has("get")) ? "POST" : "GET";
}
