/** Client libraries that many use, unmodified, against the real console and the real gate: `examples/clients` as it stands. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { startCommand, untilEnded, untilPrinted } from "../../db/testing/program";
import { startGate, type GateProcess } from "../../gate/testing/gate-process";
import { useDatabase } from "../../lib/kernel/database";
import { startClientServers, type ClientServers } from "./client-servers";
import { makeClientStory, type ClientStory } from "./client-story";

// Processes are started; where the console was not built, that comes first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const database = testDatabase(useDatabase);
const stories: ClientStory[] = [];
let gate: GateProcess;
let servers: ClientServers;
beforeAll(async () => {
  gate = await startGate(database.url);
  servers = await startClientServers(database.url, gate);
  // Sessions that the tests start are of the console behind TLS, whose cookie has another name.
  vi.stubEnv("APP_URL", servers.issuer);
});
afterAll(async () => {
  for (const story of stories) story.forget();
  await servers.stop();
  await gate.stop();
});

async function arrange(options: Parameters<typeof makeClientStory>[2] = {}): Promise<ClientStory> {
  const story = await makeClientStory(database, servers.consoleUrl, options);
  stories.push(story);
  return story;
}

/** Starts an example as a developer would, with its variables and nothing else. */
function start(example: string, story: ClientStory) {
  return startCommand([process.execPath, `examples/clients/${example}`], {
    environment: {
      ...servers.trust,
      AUTH_HOST: servers.authHost,
      ISSUER: servers.issuer,
      API: `${servers.apiUrl}/v1/me`,
      CLIENT_ID: story.clientId,
      CLIENT_SECRET: story.secret ?? "",
      USER_ID: story.person.id,
      PRIVATE_KEY_FILE: story.privateKeyFile,
      REDIRECT_URI: story.redirectUri,
    },
  });
}

/** Runs an example whose person allows what it asks for, in a browser. @returns what it has printed after that */
async function runWithPerson(example: string, story: ClientStory): Promise<readonly string[]> {
  const program = start(example, story);
  await untilPrinted(program, "Open https://");
  const [, address = ""] = /Open (\S+)/.exec(program.output()) ?? [];
  await fetch(await story.browser.allow(address));
  await program.ended;
  return program.output().trim().split("\n").slice(1);
}

it("docusign-esign: JWT Grant says what is missing, and where; once it was allowed there, the API answers", async () => {
  const story = await arrange();
  const refused = await untilEnded(start("docusign-esign/jwt-grant.js", story));
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("Refused: consent_required")]);
  const [, address = ""] = /it here, once: (\S+)/.exec(refused.output) ?? [];
  // The code that comes of it is nobody's: consent is what they wanted.
  await story.browser.allow(address);
  const { output } = await untilEnded(start("docusign-esign/jwt-grant.js", story));
  expect(output.trim().split("\n")).toEqual([
    `Acts as ${story.person.email} in ${story.account.name}.`,
    "First call: request logging is false.",
  ]);
});

it("docusign-esign: a code is exchanged for tokens that the API takes", async () => {
  const story = await arrange();
  expect(await runWithPerson("docusign-esign/code-grant.js", story)).toEqual([
    "Good for 28800 seconds, with a refresh token: true.",
    `Acts as ${story.person.email} in ${story.account.name}.`,
    "First call: request logging is false.",
  ]);
});

const UNTIL_REFRESH = (story: ClientStory) => [
  "Good for 28800 seconds: openid signature extended.",
  `Acts as ${story.person.email}.`,
  "First call: 200.",
  "Refreshed: another token true.",
];

it("oauth4webapi: from discovery to revocation, with a secret", async () => {
  const story = await arrange();
  expect(await runWithPerson("oauth4webapi/code-grant.js", story)).toEqual([
    ...UNTIL_REFRESH(story),
    "Introspected: true.",
    "Revoked: false.",
  ]);
});

it("oauth4webapi: from discovery to revocation, as a public app", async () => {
  const story = await arrange({ isPublic: true });
  expect(await runWithPerson("oauth4webapi/code-grant.js", story)).toEqual(UNTIL_REFRESH(story));
});

it("oauth4webapi: a signed assertion is exchanged for a token once the person has allowed it", async () => {
  const story = await arrange();
  const refused = await untilEnded(start("oauth4webapi/jwt-grant.js", story));
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("Refused: consent_required")]);
  const asked = { response_type: "code", scope: "signature impersonation", client_id: story.clientId };
  await story.browser.allow(
    `${servers.issuer}/oauth/auth?${new URLSearchParams({ ...asked, redirect_uri: story.redirectUri })}`,
  );
  const { output } = await untilEnded(start("oauth4webapi/jwt-grant.js", story));
  expect(output.trim().split("\n")).toEqual([
    "Good for 3600 seconds: signature impersonation.",
    "First call: 200.",
  ]);
});
