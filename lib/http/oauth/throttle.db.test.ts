/** Who is refused again and again is slowed down, and nobody else: many clients share an address. */
import { beforeEach, describe, expect, it } from "vitest";

import { POST as token } from "@/app/oauth/token/route";
import { testDatabase } from "@/db/testing/database";
import { basic, codeOf, makeStory } from "@/testing/oauth/oauth-story";

import { ADDRESS_HEADER } from "../../auth/request";
import { useDatabase } from "../../kernel/database";
import { newGuid } from "../../platform/ids";
import { forgetRefusals } from "./throttle";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

const ADDRESS = "203.0.113.7";
type Asked = { readonly form: Readonly<Record<string, string>>; readonly authorization?: string };

async function errorOf({ form, authorization }: Asked, address: string | null = ADDRESS): Promise<unknown> {
  const answer = await token(
    new Request("http://127.0.0.1/oauth/token", {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        ...(address === null ? {} : { [ADDRESS_HEADER]: address }),
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
    }),
  );
  const body: unknown = await answer.json();
  return typeof body === "object" && body !== null && "error" in body ? body.error : null;
}

async function askTimes(times: number, asked: () => Asked, address: string | null = ADDRESS) {
  for (let time = 0; time < times; time += 1) await errorOf(asked(), address);
}

/** Signed by nobody. */
const assertionOf = (iss: string): Asked => {
  const parts = [{ alg: "RS256" }, { iss }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return {
    form: { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: `${parts.join(".")}.AAAA` },
  };
};
const byName = (clientId: string): Asked => ({
  form: { grant_type: "refresh_token", refresh_token: "x", client_id: clientId },
});
const byBasic = (clientId: string, password: string): Asked => ({
  form: { grant_type: "refresh_token", refresh_token: "x" },
  authorization: `Basic ${btoa(`${clientId}:${password}`)}`,
});

describe("who is refused sixty times in a minute waits", () => {
  it.each<[string, (clientId: string) => () => Asked]>([
    ["by its name", (id) => () => byName(id)],
    ["by Basic, whatever password it tries", (id) => () => byBasic(id, newGuid())],
    ["by assertions", (id) => () => assertionOf(id)],
  ])("%s, while others at its address do not", async (_, make) => {
    const asked = make(newGuid());
    await askTimes(60, asked);
    expect(await errorOf(asked())).toBe("too_many_refusals");
    expect(await errorOf(make(newGuid())())).not.toBe("too_many_refusals");
  });
});

it("an address that is refused three hundred times waits, but for who proves who it is", async () => {
  const story = await makeStory(database);
  await askTimes(300, () => byName(newGuid()));
  for (const asked of [byName(newGuid()), assertionOf(newGuid())]) {
    expect(await errorOf(asked)).toBe("too_many_refusals");
  }
  const code = await codeOf(story);
  const redeeming = { form: { grant_type: "authorization_code", code }, authorization: basic(story) };
  expect(await errorOf(redeeming)).toBeNull();
  // What else it brings is refused by its own words, by which it knows to begin anew.
  expect(await errorOf(redeeming)).toBe("invalid_grant");
  expect(await errorOf(byName(newGuid()), "203.0.113.8")).toBe("invalid_client");
});

it("those of whom no address is known are not counted together", async () => {
  await askTimes(300, () => byName(newGuid()), null);
  expect(await errorOf(byName(newGuid()), null)).toBe("invalid_client");
});
