import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readSoapEnvelope, SOAP_HEADER_MAX } from "./soap";

const GUID = "339fa93c-fcf0-4390-8141-2e0f071ffa2e";
const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const name = (text = `[YDMN-${GUID}]ada@acme.example`) => `<wsse:Username>${text}</wsse:Username>`;
const PASSWORD = `<wsse:Password Type="${PROFILE}#PasswordText">a &amp; b</wsse:Password>`;
const token = (inside = name() + PASSWORD) => `<wsse:UsernameToken>${inside}</wsse:UsernameToken>`;
const security = (inside = token()) =>
  `<wsse:Security soap:mustUnderstand="1" xmlns:wsse="${WSSE}">${inside}</wsse:Security>`;
const envelope = (
  header = security(),
  body = "<RequestStatus/>",
  version = "http://schemas.xmlsoap.org/soap/envelope/",
) =>
  `<?xml version="1.0"?><soap:Envelope xmlns:soap="${version}"><soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
const NAMED = { username: "ada@acme.example", password: "a & b", integratorKey: GUID };
const HEADER = `<soap:Header>${security()}</soap:Header>`;
const second = (behind: string, header: string) => envelope().replace(behind, `${behind}${header}`);
/** The space in the second header's tag is the last character that is read. */
function atTheEnd(): string {
  const header = HEADER.replace("<soap:Header>", '<soap:Header a="">');
  const at = second("</soap:Body>", header).lastIndexOf("<soap:Header ") + "<soap:Header ".length;
  return second("</soap:Body>", `${" ".repeat(SOAP_HEADER_MAX - at)}${header}`);
}

describe("a SOAP envelope", () => {
  it.each([
    ["of SOAP 1.1", envelope()],
    ["of SOAP 1.2", envelope(undefined, undefined, "http://www.w3.org/2003/05/soap-envelope")],
    ["with other prefixes", envelope().replaceAll("wsse:", "a:").replaceAll("xmlns:wsse", "xmlns:a")],
    ["with a key without letters", envelope(security(token(name(`[${GUID}]ada@acme.example`) + PASSWORD)))],
    ["with other headers", envelope(`<Action xmlns="http://x">y</Action>${security()}`)],
    [
      "with a time beside the token",
      envelope(security(`<Timestamp xmlns="http://x"><Created>1</Created></Timestamp>${token()}`)),
    ],
    [
      "with a password of no type",
      envelope(security(token(`${name()}<wsse:Password>a &amp; b</wsse:Password>`))),
    ],
    [
      "with a body of many documents",
      envelope(undefined, `<b>${"<!-- x --><PDFBytes>AAAA</PDFBytes>".repeat(5_000)}</b>`),
    ],
  ])("%s has its credential", (_, text) => expect(readSoapEnvelope(text)).toEqual(NAMED));

  it.each([
    ["no header", "<Envelope/>"],
    ["another envelope", envelope(undefined, undefined, "http://x")],
    ["no key in the name", envelope(security(token(name("ada@acme.example") + PASSWORD)))],
    ["a name without anybody", envelope(security(token(name(`[${GUID}]`) + PASSWORD)))],
    ["two tokens", envelope(security(token() + token()))],
    ["two security headers", envelope(security() + security())],
    ["a second header", second("</soap:Header>", HEADER)],
    ["a second header that is empty", second("</soap:Header>", "<soap:Header/>")],
    ["a second header behind the body", second("</soap:Body>", HEADER)],
    ["a second header with another prefix", second("</soap:Body>", HEADER.replaceAll("soap:", "s:"))],
    ["an empty header before its own", envelope().replace("<soap:Header>", "<soap:Header/><soap:Header>")],
    ["a second header far behind", second("</soap:Body>", `${" ".repeat(SOAP_HEADER_MAX)}${HEADER}`)],
    ["a second header where reading ends", atTheEnd()],
    [
      "a header in its header, and a second token behind it",
      envelope(`${security()}<x><soap:Header></soap:Header></x>${security()}`),
    ],
    ["two names", envelope(security(token(name() + name() + PASSWORD)))],
    ["two passwords", envelope(security(token(name() + PASSWORD + PASSWORD)))],
    [
      "a second token of another namespace",
      envelope(security(`${token()}<UsernameToken xmlns="http://x"/>`)),
    ],
    ["a digest", envelope(security(token(name() + PASSWORD.replace("PasswordText", "PasswordDigest"))))],
    ["a token of another namespace", envelope().replace(WSSE, "http://x")],
    ["a token in the body", envelope("", security())],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${envelope()}`],
    ["a header that is too long", envelope(`<a>${"x".repeat(SOAP_HEADER_MAX)}</a>${security()}`)],
  ])("with %s has none", (_, text) => expect(readSoapEnvelope(text)).toEqual({ fault: "malformed" }));

  it("is cut and changed anywhere without an error", () => {
    const whole = envelope();
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(20), fc.string({ maxLength: 20 }), (at, length, put) => {
        const read = readSoapEnvelope(whole.slice(0, at) + put + whole.slice(at + length));
        expect("fault" in read || typeof read.password === "string").toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
