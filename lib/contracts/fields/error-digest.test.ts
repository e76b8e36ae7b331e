import { expect, it } from "vitest";

import { readErrorDigest, writeErrorDigest } from "./error-digest";

it("gives the error page the refusal's code and the id that the log knows", () => {
  const digest = { code: "database_unavailable", requestId: "01a202d5-c812-7746-993a-2521dd8d45af" };
  expect(readErrorDigest(writeErrorDigest(digest))).toEqual(digest);
});

it("takes a digest that Next made for an id of an error that nobody foresaw", () => {
  expect(readErrorDigest("2936421098")).toEqual({ code: "internal_error", requestId: "2936421098" });
});
