import { describe, expect, it } from "vitest";

import { readOriginalRequest } from "./original-request";
import { GateRefusal } from "../http/problem";

function read(headers: Readonly<Record<string, string>>) {
  return readOriginalRequest({ method: "HEAD", path: "/v1/authorize", text: (name) => headers[name] });
}

describe("the request that a gateway asks about", () => {
  it.each([
    [{ "x-forwarded-method": "PUT", "x-forwarded-uri": "/a?b" }],
    [{ "x-original-method": "PUT", "x-original-uri": "/a?b" }],
    [{ "x-original-method": "PUT", "x-original-url": "https://api.example.com/a?b" }],
    [{ "x-original-method": "PUT", "x-original-url": "HTTP://[::1]:8080/a?b" }],
    [{ "x-original-method": "PUT", "x-original-url": "http://api/a?b", "x-original-uri": "/a?b" }],
  ])("is read from %j", (headers) => {
    expect(read(headers)).toEqual({ method: "PUT", path: "/a?b" });
  });

  it("is the question itself where nothing says otherwise", () => {
    expect(read({})).toEqual({ method: "HEAD", path: "/v1/authorize" });
  });

  it.each([
    { "x-forwarded-method": "", "x-forwarded-uri": "" },
    { "x-original-method": "", "x-original-uri": "" },
  ])("is the question itself where what should say otherwise is empty: %j", (headers) => {
    expect(read(headers)).toEqual({ method: "HEAD", path: "/v1/authorize" });
    expect(read({ ...headers, "x-original-method": "PUT", "x-original-uri": "/a?b" })).toEqual({
      method: "PUT",
      path: "/a?b",
    });
  });

  it.each([
    // A client chooses the host that ingress-nginx writes before the path.
    [{ "x-original-url": "http://evil?/private" }],
    [{ "x-original-url": "http://evil#/private" }],
    [{ "x-original-url": "http://user@evil/private" }],
    [{ "x-original-url": "http://evil\\/private" }],
    [{ "x-original-url": "http:///private" }],
    [{ "x-original-url": "https://api.example.com" }],
    [{ "x-original-url": "/private" }],
    [{ "x-original-url": "ftp://api/private" }],
    [{ "x-original-url": "" }],
    [{ "x-original-url": "http://api/public", "x-original-uri": "/private" }],
    [{ "x-original-url": "http://api/public", "x-forwarded-uri": "/private" }],
    [{ "x-original-uri": "/public", "x-forwarded-uri": "/private" }],
    [{ "x-original-method": "GET", "x-forwarded-method": "PUT" }],
  ])("is refused where it can't be told for sure: %j", (headers) => {
    expect(() => read(headers)).toThrow(GateRefusal);
  });
});
