import { describe, expect, it } from "vitest";

import { needed, readFields, readResource } from "./form";

const read = (text: string) => readFields(new URLSearchParams(text));

describe("the fields of a request", () => {
  it("are decoded as forms are, and those without a value are not there", () => {
    expect(read("scope=a+b%2Bc&state=%C3%BC&code=&x")).toEqual({ scope: "a b+c", state: "ü" });
  });

  it.each(["a=1&a=2", "a=1&a=", "state=%00"])("make no request as %s", (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("are asked for by name", () => {
    expect(needed(read("code=1"), "code")).toBe("1");
    expect(() => needed(read("code=1"), "redirect_uri")).toThrow("The parameter redirect_uri is missing.");
  });
});

it.each([
  ["https://api.example.com/mcp", "https://api.example.com/mcp"],
  ["http://127.0.0.1:3001", "http://127.0.0.1:3001"],
  ["", null],
  ["/mcp", "refused"],
  ["https://api.example.com/#x", "refused"],
  ["urn:example:api", "refused"],
  ["javascript:alert(1)", "refused"],
  [`https://api.example.com/${"x".repeat(2_000)}`, "refused"],
])("a resource is an absolute address without a fragment (RFC 8707): %s", (text, expected) => {
  const resource = () => readResource(read(`resource=${encodeURIComponent(text)}`));
  if (expected === "refused") expect(resource).toThrow(expect.objectContaining({ code: "invalid_target" }));
  else expect(resource()).toBe(expected);
});
