import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "../domain/errors";
import { maskSecrets } from "../domain/secrets/secrets-in-text";
import { newSecret } from "../platform/secrets/secrets";
import { validate, validateParams, validateQuery } from "./validate";

function refusal(work: () => unknown): Pick<DomainError, "code" | "errors"> {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, errors: error.errors };
    throw error;
  }
  throw new Error("Nothing was refused");
}

const pointersOf = (work: () => unknown) => refusal(work).errors.map((error) => error.pointer);

const Body = z.strictObject({
  name: z.string().optional(),
  list: z.array(z.strictObject({ "a/b~c": z.number() })).optional(),
});

describe("a body", () => {
  it("is answered with a JSON pointer to every fault (RFC 6901)", () => {
    expect(pointersOf(() => validate(Body, { name: 1, list: [{ "a/b~c": 1 }, { "a/b~c": "x" }] }))).toEqual([
      "/name",
      "/list/1/a~1b~0c",
    ]);
    expect(pointersOf(() => validate(Body, []))).toEqual([""]);
    expect(pointersOf(() => validate(Body, null))).toEqual([""]);
  });

  it("may not have fields that nobody knows, those of every object's prototype included", () => {
    const body = JSON.parse(
      '{"__proto__": {"name": "x"}, "constructor": 1, "nmae": 2, "list": [{"a/b~c": 1, "z": 1}]}',
    );
    const { errors } = refusal(() => validate(Body, body));
    expect(errors.every((error) => error.code === "unknown_field")).toBe(true);
    expect(errors.map((error) => error.pointer).toSorted()).toEqual([
      "/__proto__",
      "/constructor",
      "/list/0/z",
      "/nmae",
    ]);
  });

  it("may not hold U+0000 anywhere, since the database can't", () => {
    expect(refusal(() => validate(Body, { name: "a\u0000b" }))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/name", code: "control_characters" }],
    });
    expect(pointersOf(() => validate(z.any(), { a: [1, { "b/c": "\u0000" }] }))).toEqual(["/a/1/b~1c"]);
  });

  it("may hold no secret that its schema has not masked, wherever it is and however it is written (R9)", () => {
    const secret = newSecret("ik", "production").text;
    for (const text of [
      secret,
      `x ${secret}`,
      secret.replaceAll("_", "%5f"),
      secret.slice(8),
      secret.slice(0, 30),
    ]) {
      const { errors } = refusal(() => validate(Body, { name: text }));
      expect(errors).toMatchObject([{ pointer: "/name", code: "holds_secret" }]);
      expect(JSON.stringify(errors)).not.toContain(secret.slice(8, 28));
      expect(pointersOf(() => validate(z.any(), { a: [1, { b: text }] }))).toEqual(["/a/1/b"]);
    }
    const masking = z.object({ reason: z.string().transform(maskSecrets) });
    expect(validate(masking, { reason: `found ${secret}` })).toEqual({ reason: "found ik_live_…" });
    expect(validate(z.object({ password: z.string() }), { password: secret })).toEqual({ password: secret });
  });

  it("may be as deep as it is long", () => {
    const deep: unknown = JSON.parse("[".repeat(30_000) + '"\\u0000"' + "]".repeat(30_000));
    expect(pointersOf(() => validate(z.any(), deep))[0]).toHaveLength(60_000);
  });
});

describe("a query", () => {
  const Query = z.strictObject({ q: z.string().default(""), limit: z.coerce.number().max(100).optional() });
  const read = (search: string) => validateQuery(Query, new URLSearchParams(search));

  it("is read with its defaults", () => {
    expect(read("")).toEqual({ q: "" });
    expect(read("q=a%26b&limit=7")).toEqual({ q: "a&b", limit: 7 });
  });

  it.each([
    ["q=1&q=2", "?q", "given_twice"],
    ["toString=1", "?toString", "unknown_field"],
    ["__proto__=1", "?__proto__", "unknown_field"],
    ["constructor=1&hasOwnProperty=2", "?constructor", "unknown_field"],
    ["Q=1", "?Q", "unknown_field"],
    ["limit=x", "?limit", "invalid_type"],
    ["limit=101", "?limit", "too_big"],
    ["q=%00", "?q", "control_characters"],
  ])("refuses ?%s and points at the field", (search, pointer, code) => {
    const { errors } = refusal(() => read(search));
    expect(errors[0]).toMatchObject({ pointer, code });
  });
});

describe("parameters of the address", () => {
  it("that can't be an id name nothing: 404, not 422", () => {
    const Params = z.object({ keyId: z.uuid() });
    expect(validateParams(Params, { keyId: "0199f6a0-0000-7000-8000-000000000000" })).toBeTruthy();
    for (const keyId of ["", "1", "../../etc", "0199f6a0-0000-7000-8000-00000000000g", undefined, ["x"]]) {
      expect(refusal(() => validateParams(Params, { keyId })).code).toBe("not_found");
    }
  });
});
