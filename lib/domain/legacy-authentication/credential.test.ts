import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { LEGACY_HEADER_MAX, readIntegratorKey, readLegacyHeader } from "./credential";

const GUID = "339fa93c-fcf0-4390-8141-2e0f071ffa2e";
const NAMED = { username: "ada@acme.example", password: "p & <w> \"'\\ é", integratorKey: GUID };
const json = (more = {}) =>
  JSON.stringify({ Username: NAMED.username, Password: NAMED.password, IntegratorKey: GUID, ...more });
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const element = (name: string, value: string) => `<${name}>${escaped(value)}</${name}>`;
const PARTS = [
  element("Username", NAMED.username),
  element("Password", NAMED.password),
  element("IntegratorKey", GUID),
];
const xml = (parts: readonly string[] = PARTS) =>
  `<DocuSignCredentials>${parts.join("\n  ")}</DocuSignCredentials>`;
const MALFORMED = { fault: "malformed" };

describe("an integrator key", () => {
  it.each([GUID, GUID.toUpperCase(), `YDMN-${GUID}`, `ydmn-${GUID.toUpperCase()}`, ` ${GUID} `])(
    "%s names the same key",
    (text) => expect(readIntegratorKey(text)).toBe(GUID),
  );
  it.each([
    "",
    "YDMN",
    `YDM-${GUID}`,
    `YDMNX-${GUID}`,
    `YD1N-${GUID}`,
    GUID.slice(1),
    `${GUID}0`,
    `{${GUID}}`,
  ])("%j names none", (text) => expect(readIntegratorKey(text)).toBeNull());
});

describe("the header X-DocuSign-Authentication", () => {
  it.each([
    ["JSON", json()],
    ["JSON with white space", ` ${json()} `],
    ["JSON whose key has letters before it", json({ IntegratorKey: `YDMN-${GUID}` })],
    ["JSON with nobody else", json({ SendOnBehalfOf: "" })],
    ["JSON that names the person once more", json({ SendOnBehalfOf: "ADA@acme.example" })],
    ["JSON with null for nobody", json({ SendOnBehalfOf: null })],
    ["XML", xml()],
    ["XML in another order", xml(PARTS.toReversed())],
    ["XML with a declaration", `<?xml version="1.0" encoding="utf-8"?>\n${xml()}`],
    ["XML of a namespace", xml().replace("<DocuSignCredentials", '<DocuSignCredentials xmlns="http://x"')],
    ["XML with white space in it", xml(PARTS.map((part) => part.replace(">", ">\n ").replace("</", " </")))],
    [
      "XML in a CDATA section",
      xml([PARTS[0] ?? "", `<Password><![CDATA[${NAMED.password}]]></Password>`, PARTS[2] ?? ""]),
    ],
    [
      "XML with numbered characters",
      xml([
        PARTS[0] ?? "",
        `<Password>${Array.from(NAMED.password, (c) => `&#x${c.codePointAt(0)?.toString(16)};`).join("")}</Password>`,
        PARTS[2] ?? "",
      ]),
    ],
  ])("is read as %s", (_, text) => expect(readLegacyHeader(text)).toEqual(NAMED));

  it.each([
    ["nothing", ""],
    ["a word", "Bearer x"],
    ["half of JSON", json().slice(0, -1)],
    ["a list", "[]"],
    ["null", "null"],
    ["a missing password", json({ Password: undefined })],
    ["an empty password", json({ Password: "" })],
    ["a number for a password", json({ Password: 12 })],
    ["a key that is none", json({ IntegratorKey: "YDMN" })],
    ["an unknown field", json({ Role: "admin" })],
    ["a field of another case", json().replace("Username", "username")],
    ["a field twice", json().replace("{", '{"Username":"eve@acme.example",')],
    ["a field twice, once escaped", json().replace("{", String.raw`{"\u0055sername":"eve@acme.example",`)],
    ["a field inside of one", json({ Username: { Username: "ada" } })],
    ["what is too long", json({ Password: "x".repeat(LEGACY_HEADER_MAX) })],
    ["an element twice", xml([...PARTS, PARTS[0] ?? ""])],
    ["an unknown element", xml([...PARTS, "<Role>admin</Role>"])],
    ["text between elements", xml([...PARTS, "x"])],
    ["an element inside of one", xml(["<Username><b>ada</b></Username>", ...PARTS.slice(1)])],
    ["another root", xml().replaceAll("DocuSignCredentials", "Credentials")],
    ["two roots", `${xml()}${xml()}`],
    ["an element left open", xml().replace("</DocuSignCredentials>", "")],
    ["elements that cross", "<DocuSignCredentials><Username>a</DocuSignCredentials></Username>"],
    ["a document type", `<!DOCTYPE d [<!ENTITY e "x">]>${xml()}`],
    ["an entity that was declared", xml().replace("ada", "&e;")],
    ["an entity of a file", `<!DOCTYPE d SYSTEM "file:///etc/passwd">${xml()}`],
    ["a comment in a name", xml().replace("ada", "ada<!-- x -->")],
    ["an instruction", xml().replace("<Username", "<?x y?><Username")],
    ["a bare ampersand", xml().replace("ada", "a&da")],
    ["a character that XML has not", xml().replace("ada", "&#0;")],
    ["half of a pair of characters", xml().replace("ada", "&#xD800;")],
    ["a prefix that stands for nothing", xml().replaceAll("Username>", "x:Username>")],
    ["too many levels", `${"<a>".repeat(40)}${"</a>".repeat(40)}`],
  ])("is no credential with %s", (_, text) => expect(readLegacyHeader(text)).toEqual(MALFORMED));

  it.each([
    json({ SendOnBehalfOf: "max@acme.example" }),
    xml([...PARTS, element("SendOnBehalfOf", "max@acme.example")]),
  ])("asks in vain to act as somebody else", (text) =>
    expect(readLegacyHeader(text)).toEqual({ fault: "on_behalf_of" }),
  );

  it.each(['":"', '"\\":', String.raw`\":`, "a: b", '{"Username":"x"}'])(
    "takes the password %s",
    (password) => {
      expect(readLegacyHeader(json({ Password: password }))).toEqual({ ...NAMED, password });
    },
  );

  it("is read alike in both forms, whatever name and password are", () => {
    const word = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }).filter((text) => {
      // What XML can't hold at all, and what is trimmed away in it.
      return (
        text.trim() === text &&
        text !== "" &&
        !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)
      );
    });
    fc.assert(
      fc.property(word, word, (username, password) => {
        const wanted = { username, password, integratorKey: GUID };
        const asXml = xml([element("Username", username), element("Password", password), PARTS[2] ?? ""]);
        expect(readLegacyHeader(json({ Username: username, Password: password }))).toEqual(wanted);
        expect(readLegacyHeader(asXml)).toEqual(wanted);
      }),
    );
  });

  it("never fails, takes its time or makes a credential of garbage", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          "<",
          ">",
          "</",
          "/>",
          "<!DOCTYPE",
          "<![CDATA[",
          "]]>",
          "&",
          "&#x",
          ";",
          "{",
          "}",
          '"',
          ":",
          ",",
          "<?xml",
        ),
        fc.constantFrom("DocuSignCredentials", "Username", "Password", "IntegratorKey", GUID, " xmlns:a='b'"),
        fc.string({ maxLength: 8 }),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const read = readLegacyHeader(parts.join(""));
        expect("fault" in read || read.integratorKey === GUID).toBe(true);
      }),
      { numRuns: 500 },
    );
    const started = performance.now();
    for (const unit of ["<a ", "<a b='", "&#", "<![CDATA[", '{"', '"\\', " a=''", "<?xml a='' "]) {
      readLegacyHeader(`<${unit.repeat(LEGACY_HEADER_MAX / unit.length - 1)}`);
      readLegacyHeader(`{${unit.repeat(LEGACY_HEADER_MAX / unit.length - 1)}`);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
