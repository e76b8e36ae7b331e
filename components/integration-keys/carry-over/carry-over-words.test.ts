import { expect, it } from "vitest";

import { carryOverWords } from "./carry-over-words";

const titles = (isDone: boolean) =>
  (["key", "first_call"] as const).map(
    (code) => carryOverWords({ code, isDone, sandbox: 1, production: isDone ? 1 : 0 }).title,
  );

it("a part of the carry-over plan says how many there are on each side, and that nothing comes along", () => {
  expect(carryOverWords({ code: "secrets", isDone: false, sandbox: 2, production: 0 })).toEqual({
    title: "Client secrets",
    text: "0 secrets in production. The sandbox has 2. The sandbox's never work in production.",
  });
  expect(carryOverWords({ code: "secrets", isDone: true, sandbox: 0, production: 1 }).text).toBe(
    "1 secret in production. The sandbox's never work in production.",
  );
  expect(carryOverWords({ code: "redirect_uris", isDone: true, sandbox: 3, production: 1 }).text).toBe(
    "1 redirect URI in production. The sandbox has 3. People are sent back to these only.",
  );
});

it("the key and the first call say what is to be done until it is", () => {
  expect(titles(false)).toEqual(["Issue the key", "First call"]);
  expect(titles(true)).toEqual(["Key issued", "First call accepted"]);
});
