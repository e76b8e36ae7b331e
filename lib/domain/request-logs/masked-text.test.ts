import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { maskedHeaders, maskedPath, maskedQuery } from "./masked-request";
import { isHiding, isTelling, MASKED, maskedText } from "./masked-text";

const percent = encodeURIComponent;
const headerOf = (name: string, value: string) => maskedHeaders({ [name]: value })[0]?.[1] ?? "";

/** Where a secret comes with a request, by the name that stands before it. */
const PLACES: readonly (readonly [place: string, write: (secret: string, name: string) => string])[] = [
  ["a query", (secret, name) => `https://a.example/x?page=2&${name}=${secret}&b=1`],
  ["a query with semicolons", (secret, name) => `/x?a=1;${name}=${secret}`],
  ["a fragment", (secret, name) => `https://a.example/x#${name}=${secret}`],
  ["a parameter of a path", (secret, name) => `/x;${name}=${secret}/y`],
  [
    "an address within an address",
    (secret, name) => `/x?u=${percent(`https://b.example/?a=1&${name}=${secret}`)}`,
  ],
  [
    "an address encoded twice",
    (secret, name) => `/x?u=${percent(percent(`https://b.example/?${name}=${secret}`))}`,
  ],
  ["an address encoded thrice", (secret, name) => `/x?u=${percent(percent(percent(`?${name}=${secret}`)))}`],
  ["an address in a path", (secret, name) => `/go/${percent(`https://b.example/?${name}=${secret}`)}/y`],
  ["a user's address", (secret) => `redirect to https://ada:${secret}@b.example/x now`],
  ["a user's address with a slash", (secret) => `https://ada:pa/${secret}@b.example/x`],
  ["a user's address, encoded", (secret) => `/x?u=${percent(`https://ada:${secret}@b.example/x`)}`],
  ["a form", (secret, name) => `a=1&${name}=${secret}&b=2`],
  ["a pair of a list", (secret, name) => `for=192.0.2.1;${name}=${secret};by=x`],
  ["a pair with commas", (secret, name) => `a=1, ${name}=${secret}, b=2`],
  ["a pair in quotes", (secret, name) => `for=192.0.2.1;${name}="${secret}"`],
  ["a client's name", (secret, name) => `acme-sync/2.1 (${name}=${secret}) linux`],
  ["words", (secret, name) => `acme ${name}: ${secret}`],
  ["JSON", (secret, name) => `{"a":1,"${name}":"${secret}","b":2}`],
  ["JSON with spaces", (secret, name) => `{ "a" : 1, "${name}" : "${secret}" }`],
  ["nested JSON", (secret, name) => JSON.stringify({ a: { [name]: { deep: { x: secret } } }, b: 1 })],
  ["a list in JSON", (secret, name) => JSON.stringify({ [name]: ["a", { b: "}]" }, secret], b: 1 })],
  [
    "an escaped name in JSON",
    (secret, name) =>
      `{"\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}":"${secret}"}`,
  ],
  ["JSON in JSON", (secret, name) => JSON.stringify({ a: JSON.stringify({ [name]: secret }) })],
  [
    "JSON in JSON in JSON",
    (secret, name) => JSON.stringify(JSON.stringify({ a: JSON.stringify({ [name]: [secret] }) })),
  ],
  ["JSON in a query", (secret, name) => `/x?data=${percent(JSON.stringify({ [name]: secret }))}`],
  ["a field with its name beside it", (secret, name) => JSON.stringify([{ name, value: secret }])],
  [
    "a part of a body",
    (secret, name) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${secret}\r\n--b--`,
  ],
  [
    "a part of a body without quotes",
    (secret, name) => `--b\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${secret}\r\n--b--`,
  ],
];

const NAMES = [
  "token",
  "access_token",
  "accessToken",
  "x-acme-token",
  "secret",
  "client_secret",
  "X-Acme-Secret",
  "password",
  "passwd",
  "pwd",
  "pw",
  "userPin",
  "pin",
  "passphrase",
  "api_key",
  "apiKey",
  "key",
  "X-Acme-Key",
  "auth",
  "X-Acme-Auth",
  "authorization",
  "X-Access",
  "cookie",
  "jsessionid",
  "PHPSESSID",
  "connect.sid",
  "sid",
  "code",
  "otp",
  "signature",
  "sig",
  "assertion",
  "SAMLResponse",
  "jwt",
  "csrf",
  "credentials",
  "x[token]",
  "nonce",
  "ticket",
];

describe.each(PLACES)("a secret in %s", (_, write) => {
  it.each(NAMES)("is masked behind the name %s", (name) => {
    const text = write("hunter2-Wq", name);
    expect(headerOf("x-acme", text)).not.toContain("hunter2");
    expect(headerOf("user-agent", text)).not.toContain("hunter2");
    expect(headerOf("referer", text)).not.toContain("hunter2");
    expect(maskedPath(text)).not.toContain("hunter2");
    expect(maskedQuery(`/x?${text}`)).not.toContain("hunter2");
  });

  it("is masked, whatever it is and whatever else is there", () => {
    const aSecret = fc.string({
      unit: fc.constantFrom(...Array.from("abcXYZ0189-._~!$*")),
      minLength: 8,
      maxLength: 40,
    });
    const noise = fc.string({ unit: fc.constantFrom(...Array.from("ab1 /.-")), maxLength: 30 });
    fc.assert(
      fc.property(aSecret, fc.constantFrom(...NAMES), noise, (random, name, before) => {
        const secret = `Q7${random}`;
        const text = `${before} ${write(secret, name)}`;
        for (const kept of [headerOf("x-acme", text), headerOf("user-agent", text), maskedText(text)]) {
          expect(kept).not.toContain(secret);
          expect(kept).toContain(MASKED);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("the path of a logged request", () => {
  const random = "9f8A7c6D5e4f3a2b1C0d9e8f7a6b5c4d";
  it.each([
    [`/reset/${random}`, `/reset/${MASKED}`],
    ["/reset/x", `/reset/${MASKED}`],
    ["/reset/0199f6a0-0000-7000-8000-000000000000", `/reset/${MASKED}`],
    [`/a/${random}/b`, `/a/${MASKED}/b`],
    ["/x;jsessionid=1A2B/y", `/x;jsessionid=${MASKED}/y`],
    ["/keys/hunter2", `/keys/${MASKED}`],
    ["/a%2Freset%3Ftoken%3Dx/b", `/${MASKED}/b`],
    ["/tokens/abc/uses", `/tokens/${MASKED}/uses`],
  ])("%s is kept as %s", (path, kept) => {
    expect(maskedPath(path)).toBe(kept);
  });

  it.each([
    "/",
    "/v1/authorize",
    "/v1/me",
    "/v1/integration-keys",
    "/v1/integration-keys/0199f6a0-0000-7000-8000-000000000000",
    "/api/rest/v6/agreements-of-the-year-2026/documents",
    "/api/rest/v6/baseUris",
    "/restapi/v2.1/accounts/0199f6a0-0000-7000-8000-000000000000/envelopes",
    "/a%20b/Z%C3%BCrich",
    "/widgets/12345678901234567890",
  ])("%s says nothing secret and stays", (path) => {
    expect(maskedPath(path)).toBe(path);
  });
});

describe("a text of a request", () => {
  it.each([
    "acme-sync/2.1 (linux)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "for=192.0.2.1;proto=https;host=api.example.com:8443",
    "https://api.example.com:8443/x?page=2",
    "max-age=0, no-cache",
    `{"page":2,"q":"ann"}`,
    "text/html;q=0.9, */*;q=0.8",
    "100% \\ &amp; 5 % off",
  ])("that holds nothing secret stays: %s", (text) => {
    expect(maskedText(text)).toBe(text);
    expect(isHiding(text)).toBe(false);
  });

  it("that is masked stays as it is when it is masked again", () => {
    for (const [, write] of PLACES) {
      const masked = maskedText(write("hunter2-Wq", "token"));
      expect(maskedText(masked)).toBe(masked);
    }
  });

  it("that is encoded oftener than anybody does is taken for one that hides something", () => {
    let text = "?token=hunter2";
    for (let times = 0; times < 12; times += 1) text = percent(text);
    expect(isHiding(text)).toBe(true);
  });

  it.each([
    "=",
    ":",
    "a=",
    "a:",
    '"',
    '\\"',
    "\\",
    "{",
    "[",
    "token=[",
    "//a:b",
    "//",
    "@",
    "%25",
    "%",
    "&#37;",
    "bearer ",
    "eyJa.",
    " ",
    ",",
    ", a",
    "name=",
    "a",
    "aA1",
    "-",
    "/",
    "?a",
    'token="a\\',
    "\\u0025",
    "name=token\n-",
    "digest ",
    '{"a":',
    ";a=1",
  ])("costs time by its length and not by what it is, 64 kB of %j", (piece) => {
    const text = piece.repeat(Math.ceil(65_536 / piece.length));
    const measured = () => {
      const since = performance.now();
      maskedText(text);
      maskedPath(text);
      return performance.now() - since;
    };
    // Some ten milliseconds; of what grew with the square of the length it would be minutes.
    expect(Math.min(measured(), measured())).toBeLessThan(1_000);
  });
});

it("a name tells however it is written", () => {
  for (const name of [...NAMES, "%74oken", "%2574oken", "\\u0074oken", "to%6ben"])
    expect(isTelling(name), name).toBe(true);
  for (const name of [
    "page",
    "limit",
    "q",
    "host",
    "encoding",
    "spinner",
    "access-control-request-method",
    "passive",
  ]) {
    expect(isTelling(name), name).toBe(false);
  }
});
