import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { newSecret } from "../../platform/secrets/secrets";
import { maskedHeaders, maskedQuery } from "./masked-request";
import { MASKED } from "./masked-text";

const headerOf = (name: string, value: string) => maskedHeaders({ [name]: value })[0]?.[1];
const RANDOM = "9f8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d";

describe("the headers of a logged request", () => {
  it.each([
    ["authorization", "Bearer ik_live_abc", `Bearer ${MASKED}`],
    ["authorization", "Basic dXNlcjpwYXNzd29yZA==", `Basic ${MASKED}`],
    ["authorization", "ik_live_abc", MASKED],
    ["proxy-authorization", "Basic dXNlcjpwYXNz", `Basic ${MASKED}`],
    ["cookie", "session=1; theme=dark", MASKED],
    ["access-token", "short", MASKED],
    ["x-api-key", "short", MASKED],
    ["x-docusign-authentication", '{"Username":"a","Password":"b","IntegratorKey":"c"}', MASKED],
    ["x-amz-security-token", "t", MASKED],
    ["x-hub-signature-256", "sha256=00", MASKED],
    ["x-csrf", "1", MASKED],
    ["x-passphrase", "hunter2", MASKED],
    ["x-pw", "hunter2", MASKED],
    ["x-acme", `Bearer ${RANDOM}`, `Bearer ${MASKED}`],
    ["x-acme", RANDOM, MASKED],
    ["authorization", "hunter2secret and more", MASKED],
    ["x-acme", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", MASKED],
    ["x-acme", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", MASKED],
    ["x-forwarded-uri", `/agreements?access_token=abc&page=2`, `/agreements?access_token=${MASKED}&page=2`],
    ["referer", `https://app.example/?code=abc#x`, `https://app.example/?code=${MASKED}#x`],
  ])("keep nothing of %s: %s that authenticates", (name, value, kept) => {
    expect(headerOf(name, value)).toBe(kept);
  });

  it.each([
    ["user-agent", "acme-sync/2.1 (linux)"],
    ["host", "api.example.com"],
    ["accept", "application/json"],
    ["traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
    ["x-request-id", "0199f6a0-0000-7000-8000-000000000000"],
    ["x-acme-batch", "0199f6a0-0000-7000-8000-000000000000"],
    ["x-forwarded-uri", "/api/rest/v6/agreements-of-the-year-2026/documents"],
    ["content-length", "0"],
  ])("keep what helps: %s", (name, value) => {
    expect(headerOf(name, value)).toBe(value);
  });

  it("hold nothing of legacy authentication, in either form", () => {
    const forms = ['{"Username":"ada","Password":"p","IntegratorKey":"k"}', "<DocuSignCredentials/>"];
    for (const value of forms) {
      const kept = maskedHeaders({ "x-docusign-authentication": value });
      expect(kept).toEqual([["x-docusign-authentication", "[masked]"]]);
    }
  });

  it("hold no secret of ours, under whatever name it comes", () => {
    const secret = newSecret("ik", "production").text;
    for (const name of ["user-agent", "referer", "x-request-id", "host", "x-acme", secret.toLowerCase()]) {
      const kept = JSON.stringify(maskedHeaders({ [name]: `a ${secret} b` }));
      expect(kept).not.toContain(secret.slice(8, 28));
    }
  });

  it("are read as UTF-8, on one line, and no longer than a log may hold", () => {
    expect(headerOf("user-agent", Buffer.from("Zürich\t1", "utf8").toString("latin1"))).toBe("Zürich 1");
    expect(headerOf("user-agent", "x ".repeat(5_000))).toHaveLength(500);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`x-${n}`, "a b ".repeat(100)]));
    expect(JSON.stringify(maskedHeaders(many)).length).toBeLessThan(10_000);
    expect(maskedHeaders({ "x-forwarded-for": ["192.0.2.1", "192.0.2.2"], te: undefined })).toEqual([
      ["x-forwarded-for", "192.0.2.1, 192.0.2.2"],
    ]);
  });
});

describe("the query of a logged request", () => {
  it.each([
    ["/agreements", ""],
    ["/agreements?", ""],
    ["/agreements?page=2&q=ann%20lee", "?page=2&q=ann%20lee"],
    ["/agreements?flag", "?flag"],
    ["/agreements?%61ccess_token=abc", `?%61ccess_token=${MASKED}`],
    ["/agreements?client_secret=abc&api_key=def", `?client_secret=${MASKED}&api_key=${MASKED}`],
    ["/agreements?password=&page=1", "?password=&page=1"],
    [`/agreements?cursor=${RANDOM}`, `?cursor=${MASKED}`],
    ["/agreements?id=0199f6a0-0000-7000-8000-000000000000", "?id=0199f6a0-0000-7000-8000-000000000000"],
    ["/agreements?broken=%E0%A4%A", "?broken=%E0%A4%A"],
    ["/agreements?page=1#token=abc", "?page=1"],
  ])("of %s is kept as %s", (target, kept) => {
    expect(maskedQuery(target)).toBe(kept);
  });

  it("can be kept, whatever it was: on one line, without control characters, as text that is well formed", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("?", "&", "=", "%", "%E0", "\u0000", "\uD800", "token", "eyJ", "bearer ", RANDOM),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const kept = [maskedQuery(`/a?${text}`), ...maskedHeaders({ [text]: text, "x-a": text }).flat()];
        for (const one of kept) {
          expect(one).not.toMatch(/\p{Cc}/u);
          expect(one.isWellFormed()).toBe(true);
          expect(one.length).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });

  it("ends before a log would be full of it", () => {
    expect(maskedQuery(`/a?${"b=c&".repeat(10_000)}`).length).toBeLessThanOrEqual(1_000);
  });
});
