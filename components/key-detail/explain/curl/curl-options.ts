/** curl's options, as its versions up to 8.17 read them. */
import type { CurlRefusal } from "./curl-fault";

export type CurlOptions = {
  /** Values by long name, in their order; empty texts where the option has none. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** The options with a value, as they stand in the line. */
  readonly inOrder: readonly (readonly [name: string, value: string])[];
  readonly addresses: readonly string[];
};

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

const WITHOUT_VALUE = words(`
  alpn anyauth append basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs crlf digest disable
  disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure eprt epsv fail fail-early fail-with-body
  false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl ftp-ssl-ccc ftp-ssl-control
  ftp-ssl-reqd get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only
  ignore-content-length include insecure ipv4 ipv6 junk-session-cookies keepalive list-only location location-trusted
  mail-rcpt-allowfails metalink mptcp negotiate netrc netrc-optional npn ntlm ntlm-wb out-null parallel
  parallel-immediate path-as-is post301 post302 post303 progress-bar progress-meter proxy-anyauth proxy-basic
  proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast
  proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remote-time
  remove-on-error retry-all-errors retry-connrefused sasl-ir sessionid show-error show-headers silent
  skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd
  ssl-revoke-best-effort ssl-sessions sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay
  tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose xattr`);

const WITH_VALUE = words(`
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers connect-timeout connect-to continue-at cookie
  cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation dns-interface
  dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save expect100-timeout
  form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms
  haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key
  key-type knownhosts krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs
  max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass pinnedpubkey preproxy proto
  proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile
  proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers
  proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request
  request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
  socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max
  tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url
  url-query user user-agent vlan-priority write-out`);

const SHORT: Readonly<Record<string, string>> = {
  "0": "http1.0",
  "1": "tlsv1",
  "2": "sslv2",
  "3": "sslv3",
  "4": "ipv4",
  "6": "ipv6",
  "#": "progress-bar",
  ":": "next",
  a: "append",
  A: "user-agent",
  b: "cookie",
  B: "use-ascii",
  c: "cookie-jar",
  C: "continue-at",
  d: "data",
  D: "dump-header",
  e: "referer",
  E: "cert",
  f: "fail",
  F: "form",
  g: "globoff",
  G: "get",
  H: "header",
  i: "include",
  I: "head",
  j: "junk-session-cookies",
  J: "remote-header-name",
  k: "insecure",
  K: "config",
  l: "list-only",
  L: "location",
  m: "max-time",
  n: "netrc",
  N: "no-buffer",
  o: "output",
  O: "remote-name",
  p: "proxytunnel",
  P: "ftp-port",
  q: "disable",
  Q: "quote",
  r: "range",
  R: "remote-time",
  s: "silent",
  S: "show-error",
  t: "telnet-option",
  T: "upload-file",
  u: "user",
  U: "proxy-user",
  v: "verbose",
  w: "write-out",
  x: "proxy",
  X: "request",
  y: "speed-time",
  Y: "speed-limit",
  z: "time-cond",
  Z: "parallel",
};

/** PowerShell has a command of its own that it calls curl. */
const POWERSHELL = /^-(uri|method|headers|body|usebasicparsing|contenttype|outfile|websession)$/i;

/** The arguments of a curl command by their meaning, or the first that has none that is known here. */
export function readOptions(given: readonly string[]): CurlOptions | CurlRefusal {
  const taken: Taken = { options: new Map(), inOrder: [] };
  const addresses: string[] = [];
  const rest = [...given];
  let areOptionsOver = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (areOptionsOver || !word.startsWith("-")) addresses.push(word);
    else if (word === "--") areOptionsOver = true;
    else if (POWERSHELL.test(word)) return { fault: "powershell" };
    else {
      const refusal = word.startsWith("--")
        ? takeOption(word.slice(2), null, rest, taken)
        : takeLetters(word.slice(1), rest, taken);
      if (refusal !== null) return refusal;
    }
  }
  return { ...taken, addresses };
}

type Taken = {
  readonly options: Map<string, readonly string[]>;
  readonly inOrder: (readonly [string, string])[];
};

function takeLetters(letters: string, rest: string[], taken: Taken): CurlRefusal | null {
  if (letters === "") return { fault: "option", option: "-" };
  for (const [index, letter] of Array.from(letters).entries()) {
    const name = SHORT[letter];
    if (name === undefined) return { fault: "option", option: `-${letter}` };
    const attached = Array.from(letters)
      .slice(index + 1)
      .join("");
    const refusal = takeOption(name, attached === "" ? null : attached, rest, taken);
    if (refusal !== null) return refusal;
    if (WITH_VALUE.has(name)) return null;
  }
  return null;
}

/** @param attached the value, where it stands in the same word */
function takeOption(
  name: string,
  attached: string | null,
  rest: string[],
  { options, inOrder }: Taken,
): CurlRefusal | null {
  if (name === "next") return { fault: "several" };
  if (name === "config") return { fault: "file" };
  const positive = name.replace(/^no-/, "");
  if (WITHOUT_VALUE.has(name)) options.set(name, [""]);
  else if (WITHOUT_VALUE.has(positive)) options.delete(positive);
  else if (WITH_VALUE.has(name)) {
    const value = attached ?? rest.shift();
    if (value === undefined) return { fault: "option", option: `--${name} without its value` };
    options.set(name, [...(options.get(name) ?? []), value]);
    inOrder.push([name, value]);
  } else return { fault: "option", ...(/^[\w.=-]{1,30}$/.test(name) ? { option: `--${name}` } : {}) };
  return null;
}
