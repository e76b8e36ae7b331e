import { expect, it } from "vitest";

import { call, jsonOf } from "@/testing/console";

import { DELETE, GET, PATCH, POST, PUT } from "./route";

it.each(Object.entries({ GET, POST, PUT, PATCH, DELETE }))(
  "answers %s of an address that is nobody's with a problem, as every other refusal",
  async (method, handler) => {
    const answer = await call(handler, {
      method,
      path: "/api/accounts/none/nothing",
      params: { rest: ["accounts", "none", "nothing"] },
      ...(method === "GET" ? {} : { body: "{" }),
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(await jsonOf(answer)).toMatchObject({
      code: "not_found",
      instance: "/api/accounts/none/nothing",
      requestId: answer.headers.get("x-request-id"),
    });
  },
);
