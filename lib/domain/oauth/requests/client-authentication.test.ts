import { describe, expect, it } from "vitest";

import { newSecret } from "../../../platform/secrets/secrets";
import { readClient } from "./client-authentication";

const id = "75dd559c-c103-4e18-94dd-aae6dd94a19d";
const secret = newSecret("iks", "sandbox").text;
const basic = (text: string) => `Basic ${btoa(text)}`;

describe("a client", () => {
  it.each<[string, string | null, Record<string, string>, unknown]>([
    ["by Basic", basic(`${id}:${secret}`), {}, { clientId: id, secret }],
    [
      "by Basic in other letters",
      basic(`${id}:${secret}`).replace("Basic", "BASIC"),
      {},
      { clientId: id, secret },
    ],
    [
      "by Basic with its name beside it",
      basic(`${id}:${secret}`),
      { client_id: id.toUpperCase() },
      { clientId: id, secret },
    ],
    ["by Basic without a secret", basic(`${id}:`), {}, { clientId: id, secret: null }],
    ["in the body", null, { client_id: id.toUpperCase(), client_secret: secret }, { clientId: id, secret }],
    ["by its name alone", null, { client_id: id }, { clientId: id, secret: null }],
    ["not at all", null, {}, null],
    ["not by a Bearer header", "Bearer undefined", {}, null],
  ])("says who it is %s", (_, authorization, fields, expected) => {
    expect(readClient(authorization, fields)).toEqual(expected);
  });

  it.each<[string, string | null, Record<string, string>, string]>([
    ["in two ways", basic(`${id}:${secret}`), { client_secret: secret }, "invalid_request"],
    ["as two", basic(`${id}:${secret}`), { client_id: id.replace("7", "8") }, "invalid_client"],
    ["by a secret alone", null, { client_secret: secret }, "invalid_client"],
    ["by what is no secret", null, { client_id: id, client_secret: "x" }, "invalid_client"],
    [
      "by a long-lived key",
      null,
      { client_id: id, client_secret: newSecret("ik", "sandbox").text },
      "invalid_client",
    ],
    ["by what is no name", null, { client_id: "portal" }, "invalid_client"],
    ["by broken percent signs", basic("%:%"), {}, "invalid_client"],
    ["by no base64", "Basic ???", {}, "invalid_client"],
    ["without a colon", basic(id), {}, "invalid_client"],
  ])("is refused %s", (_, authorization, fields, code) => {
    expect(() => readClient(authorization, fields)).toThrow(expect.objectContaining({ code }));
  });
});
