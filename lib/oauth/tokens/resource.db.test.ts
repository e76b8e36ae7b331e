import { afterEach, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { codeOf, makeStory, redeem, refresh, type Story } from "@/testing/oauth/oauth-story";

import { CONSOLE_ORIGIN } from "@/testing/console-settings";

import { useDatabase } from "../../kernel/database";
import { readUserInfo } from "./user-info";

const database = testDatabase(useDatabase);
const API = "https://api.example.com";
afterEach(() => {
  vi.unstubAllEnvs();
});

async function resourcesOf(story: Story) {
  const { rows } = await database.owner.query<{ resource: string | null }>(
    "select resource from access_tokens where key_id = $1 order by id",
    [story.app.id],
  );
  return rows.map(({ resource }) => resource);
}

it("a token is for what was authorized, for a part of it where a part is asked for, and for nothing beyond", async () => {
  const story = await makeStory(database);
  const code = await codeOf(story, { resource: API });
  for (const resource of ["https://other.example.com", "http://api.example.com", `${API}.evil.example`]) {
    expect((await redeem(story, code, { resource })).body).toMatchObject({ error: "invalid_target" });
  }
  const first = await redeem(story, code);
  const second = await refresh(story, first.body["refresh_token"], { resource: `${API}/mcp` });
  const wide = { resource: "https://other.example.com" };
  const refused = await refresh(story, second.body["refresh_token"], wide);
  expect(refused.body).toMatchObject({ error: "invalid_target" });
  // What was refused has not used the refresh token up, and a part is not all that the next one may be for.
  expect((await refresh(story, second.body["refresh_token"])).status).toBe(200);
  expect(await resourcesOf(story)).toEqual([API, `${API}/mcp`, API]);
});

it("a code for a part gives no token for the whole", async () => {
  const story = await makeStory(database);
  const code = await codeOf(story, { resource: `${API}/mcp` });
  expect((await redeem(story, code, { resource: API })).body).toMatchObject({ error: "invalid_target" });
  expect((await redeem(story, code, { resource: `${API}/mcp/` })).status).toBe(200);
});

it("a code for any resource gives a token for the one that is asked for", async () => {
  const story = await makeStory(database);
  expect((await redeem(story, await codeOf(story), { resource: API })).status).toBe(200);
  expect(await resourcesOf(story)).toEqual([API]);
});

it.each<[string, boolean]>([
  [API, true],
  [CONSOLE_ORIGIN, true],
  [`${API}/mcp`, false],
  ["https://other.example.com", false],
])("says whom a token for %s stands for: %s", async (resource, isSaid) => {
  vi.stubEnv("GATE_PUBLIC_URL", API);
  const story = await makeStory(database);
  const { body } = await redeem(story, await codeOf(story, { resource }));
  expect((await readUserInfo(String(body["access_token"]))) !== null).toBe(isSaid);
});

it("user info says where the API is called: its public address, or for want of one the gate's", async () => {
  const story = await makeStory(database);
  const { body } = await redeem(story, await codeOf(story));
  const said = async () => (await readUserInfo(String(body["access_token"])))?.accounts[0]?.base_uri;
  vi.stubEnv("GATE_URL", "http://127.0.0.1:3001/below");
  vi.stubEnv("GATE_PUBLIC_URL", undefined);
  expect(await said()).toBe("http://127.0.0.1:3001");
  vi.stubEnv("GATE_PUBLIC_URL", `${API}/v2`);
  expect(await said()).toBe(API);
});
