import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { newSecret } from "../../platform/secrets/secrets";
import { callerText, methodText, PATH_MAX_LENGTH, pathText } from "./call-text";

const secret = newSecret("ik", "production").text;

describe("the path of a call", () => {
  it.each([
    ["/agreements/1?x=1", "/agreements/1"],
    ["/agreements/1#top", "/agreements/1"],
    ["https://user:pass@api.example/a?b", "/a"],
    ["https://api.example", "/"],
    ["https://api.example?key=1", "/"],
    ["//other.example/a", "//other.example/a"],
    ["", "/"],
    ["*", "*"],
    ["/a\r\nSet-Cookie: x", "/a Set-Cookie: x"],
    ["/a\u0000b", "/a b"],
    ["/a\u202Etxt.exe", "/a txt.exe"],
    [`/keys/${secret}/x`, "/keys/ik_live_…/x"],
    [`/keys/${secret.replaceAll("_", "%5f")}/x`, "/keys/ik_live_…/x"],
    [`/keys/${secret.slice(-46)}/x`, "/keys/ik_live_…/x"],
    [`${"/x".repeat(235)}/${secret}`, `${"/x".repeat(235)}/ik_live_…`],
    [`/a?next=${secret}`, "/a"],
  ])("of %j is kept as %j", (target, path) => {
    expect(pathText(target)).toBe(path);
  });
});

describe("the method of a call", () => {
  it.each([
    ["get", "GET"],
    ["PROPFIND", "PROPFIND"],
    ["", "OTHER"],
    ["GET /", "OTHER"],
    ["X".repeat(17), "OTHER"],
    ["GÉT", "OTHER"],
  ])("%j is kept as %s", (method, text) => {
    expect(methodText(method)).toBe(text);
  });
});

describe("the name that a client gives itself", () => {
  it.each([
    [undefined, null],
    ["  ", null],
    ["curl/8.5", "curl/8.5"],
    ["a\tb\u0000c", "a b c"],
    [`app ${secret}`, "app ik_live_…"],
    ["curl/8.5 \u202Etfos", "curl/8.5  tfos"],
    ["\u2066\u061Ccurl\u200F", "curl"],
  ])("%j is kept as %j", (userAgent, text) => {
    expect(callerText(userAgent)).toBe(text);
  });
});

describe("whatever a client sends", () => {
  it("is kept short, on one line, well-formed, and without a secret", () => {
    const character = fc.constantFrom(
      "a",
      "/",
      "?",
      "#",
      "_",
      ":",
      " ",
      "\u0000",
      "\r\n",
      "é",
      "\ud800",
      "😀",
      "\u2028",
    );
    const piece = fc.oneof(fc.string({ unit: character }), fc.string(), fc.constant(secret));
    const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("/"));
    fc.assert(
      fc.property(texts, (text) => {
        for (const kept of [pathText(text), callerText(text) ?? "", methodText(text)]) {
          expect(kept).not.toMatch(/\p{Cc}/u);
          expect(kept.isWellFormed()).toBe(true);
          expect(kept).not.toContain(secret.slice(-40));
        }
        expect(pathText(text).length).toBeLessThanOrEqual(PATH_MAX_LENGTH);
        expect((callerText(text) ?? "").length).toBeLessThanOrEqual(300);
      }),
    );
  });
});
