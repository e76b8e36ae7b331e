import { expect, it } from "vitest";

import { AddKeyPairBody } from "./app-credentials";

it("a public key that is nested without end is refused at its place, and fails nothing", () => {
  let publicKey: Record<string, unknown> = { kty: "RSA" };
  for (let level = 0; level < 50_000; level += 1) publicKey = { a: publicKey };
  const { error } = AddKeyPairBody.safeParse({ name: "x", publicKey });
  expect(error?.issues.map(({ path }) => path)).toEqual([["publicKey"]]);
});
