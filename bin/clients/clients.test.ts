/** Client libraries that many use, unmodified, against the real console and the real gate: `examples/clients` as it stands. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import {
  appQuickStart,
  QUICK_START_LANGUAGES,
  type QuickStartGrant,
} from "../../components/key-detail/quick-start/quick-start-text";
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
  const [, help = ""] = /(https:\/\/\S+\/help\/oauth\/consent-required\?\S+)/.exec(refused.output) ?? [];
  const explained = await fetch(servers.consoleUrl + help.slice(servers.issuer.length), {
    redirect: "manual",
  });
  expect([explained.status, await explained.text()]).toEqual([
    200,
    expect.stringContaining("Consent address"),
  ]);
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

describe.each(QUICK_START_LANGUAGES)("the quick starts of an app, as they are shown, in %s", (language) => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-quick-starts-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const shownTo = (story: ClientStory, grant: QuickStartGrant) =>
    appQuickStart(grant, language, {
      issuer: servers.issuer,
      api: servers.apiUrl,
      clientId: story.clientId,
      isPublic: story.secret === null,
      scopes: story.scopes,
      redirectUri: story.redirectUri,
    });

  /** Saves a quick start as its page says, and starts it so. */
  function startShown(story: ClientStory, grant: QuickStartGrant, isTypedInto = false) {
    const { code, run, variables } = shownTo(story, grant);
    const command = run.split(" ");
    writeFileSync(join(folder, command.at(-1) ?? ""), code);
    const all = {
      CLIENT_SECRET: story.secret ?? "",
      PRIVATE_KEY_FILE: story.privateKeyFile,
      USER_ID: story.person.id,
    };
    const given = Object.entries(all).filter(([name]) => variables.includes(name));
    return startCommand(command, {
      folder,
      isTypedInto,
      environment: { ...servers.trust, ...Object.fromEntries(given) },
    });
  }

  const tokensFile = () => join(folder, "tokens.json");
  const keptTokens = () => JSON.parse(readFileSync(tokensFile(), "utf8")) as Record<string, unknown>;

  it.each([
    ["an app that keeps a secret", false],
    ["a public app", true],
  ])("get a token for a person, and another one for it: %s", async (_, isPublic) => {
    const story = await arrange({ isPublic });
    const program = startShown(story, "code", true);
    await untilPrinted(program, "within two minutes:");
    const [, address = ""] = /Allow:\n(\S+)/.exec(program.output()) ?? [];
    program.process.stdin.end(`${await story.browser.allow(address)}\n`);
    expect(await untilEnded(program)).toEqual({ code: 0, output: expect.stringContaining(story.clientId) });
    expect(statSync(tokensFile()).mode & 0o077).toBe(0);
    const first = keptTokens();
    expect(await untilEnded(startShown(story, "refresh"))).toEqual({
      code: 0,
      output: expect.stringContaining(story.clientId),
    });
    expect(keptTokens()).toEqual({
      ...first,
      access_token: expect.stringMatching(/^ikt_test_/),
      refresh_token: expect.stringMatching(/^ikr_test_/),
    });
    expect(keptTokens()["refresh_token"]).not.toBe(first["refresh_token"]);
  });

  it("act for a person who is not there, once allowed on the address in the text", async () => {
    const story = await arrange();
    const refused = await untilEnded(startShown(story, "assertion"));
    expect([refused.code === 0, refused.output]).toEqual([
      false,
      expect.stringContaining("consent_required"),
    ]);
    const [, address = ""] = /^(?:#|\/\/) (https:\S+)$/m.exec(shownTo(story, "assertion").code) ?? [];
    await story.browser.allow(address);
    expect(await untilEnded(startShown(story, "assertion"))).toEqual({
      code: 0,
      output: expect.stringContaining(story.clientId),
    });
  });
});
