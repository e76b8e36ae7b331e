/** When an agent's document is fetched, and when not: real fetches from a server of this machine behind TLS. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { askingAs, documentOf, makeAgentStory, publish } from "@/testing/oauth/agent-story";
import { json, startDocumentServer, type DocumentServer } from "@/testing/network/document-server";

import { setAgentPolicy } from "../../accounts/set-agent-policy";
import { readClientUri } from "../../domain/oauth/agents/client-uri";
import type { SessionContext } from "../../kernel/context";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { authorize } from "../authorization/authorize";
import { findAgentDocument, forgetDocuments } from "./documents";

const database = testDatabase(useDatabase);
let server: DocumentServer;
beforeAll(async () => {
  server = await startDocumentServer();
});
afterAll(() => server.stop());
afterEach(() => {
  vi.unstubAllEnvs();
});
beforeEach(() => {
  for (const [name, value] of Object.entries(server.settings)) vi.stubEnv(name, value);
  forgetDocuments();
  server.asked.length = 0;
});

const clientOf = (uri: string) => readClientUri(uri) ?? { uri: "", host: "" };
const find = (uri: string, userId = newId()) => findAgentDocument(clientOf(uri), userId);

describe("an agent's document", () => {
  it("is fetched from its address, and kept as long as its server says", async () => {
    const kept = publish(server, { "Cache-Control": "max-age=600" });
    expect(await find(kept)).toMatchObject({ uri: kept, host: server.host, name: "Assistant" });
    expect(await find(kept)).toMatchObject({ uri: kept });
    expect(server.asked).toHaveLength(1);
    const fleeting = publish(server, { "Cache-Control": "no-store" });
    await find(fleeting);
    await find(fleeting);
    expect(server.asked).toHaveLength(3);
  });

  it("is fetched once for all who ask at once", async () => {
    const uri = publish(server, { "Cache-Control": "no-store" });
    const found = await Promise.all(Array.from({ length: 8 }, () => find(uri)));
    expect(found.map((agent) => agent?.uri)).toEqual(Array.from({ length: 8 }, () => uri));
    expect(server.asked).toHaveLength(1);
  });

  it("is asked for again after it could not be had", async () => {
    const uri = publish(server);
    const path = new URL(uri).pathname;
    const page = server.pages.get(path);
    server.pages.delete(path);
    expect(await find(uri)).toBeNull();
    if (page) server.pages.set(path, page);
    expect(await find(uri)).toMatchObject({ uri });
  });

  it("is none where it is another's, however it got there", async () => {
    const uri = publish(server);
    server.pages.set(new URL(uri).pathname, json(documentOf("https://other.example/client.json")));
    expect(await find(uri)).toBeNull();
  });

  it("is fetched so many times a minute for one person, and for another all the same", async () => {
    const uri = publish(server, { "Cache-Control": "no-store" });
    const person = newId();
    for (let turn = 0; turn < 20; turn += 1) await find(uri, person);
    expect(await find(uri, person)).toBeNull();
    expect(server.asked).toHaveLength(20);
    expect(await find(uri)).toMatchObject({ uri });
  });

  it("is fetched for one person three at once, so that others have room, and again once those are done", async () => {
    const person = newId();
    const [one, two, three, four] = Array.from({ length: 4 }, () => publish(server));
    const asked = [one, two, three, four].map((uri) => find(uri ?? "", person));
    const other = find(publish(server));
    expect((await Promise.all(asked)).map((agent) => agent?.uri)).toEqual([one, two, three, undefined]);
    expect(await other).not.toBeNull();
    expect(await find(four ?? "", person)).toMatchObject({ uri: four });
  });

  it("is fetched from nowhere while the console asks no DNS or can't tell whom to trust, and from no address that is not public", async () => {
    const uri = publish(server);
    const before = server.connections();
    vi.stubEnv("FETCH_DNS_SERVERS", "off");
    expect(await find(uri)).toBeNull();
    vi.stubEnv("FETCH_DNS_SERVERS", server.settings.FETCH_DNS_SERVERS);
    vi.stubEnv("FETCH_CA_FILE", "/nowhere/ca.pem");
    expect(await find(uri)).toBeNull();
    vi.stubEnv("FETCH_CA_FILE", server.settings.FETCH_CA_FILE);
    vi.stubEnv("FETCH_RANGES", "");
    expect(await find(uri)).toBeNull();
    vi.stubEnv("FETCH_RANGES", server.settings.FETCH_RANGES);
    expect(server.connections()).toBe(before);
    expect(await find(uri)).toMatchObject({ uri });
  });
});

const counts = () => [server.connections(), server.dns.asked.length].join();

/** What becomes of a request, and whether anything went out for it. */
async function outcome(search: URLSearchParams, who: SessionContext | null) {
  const before = counts();
  const { kind } = await authorize(search, who, null);
  return [kind, counts() !== before];
}

describe("nothing is asked of DNS or of anybody", () => {
  it("while nobody is signed in", async () => {
    const { clientUri } = await makeAgentStory(database, server);
    expect(await outcome(askingAs(clientUri), null)).toEqual(["sign_in", false]);
    const silent = askingAs(clientUri, { prompt: "none" });
    expect(await outcome(silent, null)).toEqual(["unanswerable", false]);
  });

  it("of an account that has never allowed agents, or allows none any more", async () => {
    const { ada, max, clientUri } = await makeAgentStory(database, server);
    const other = await makeTenant(database.db, { gus: "admin" });
    const gus = contextOf(other, "gus");
    expect(await outcome(askingAs(clientUri), gus)).toEqual(["unanswerable", false]);
    await setAgentPolicy(ada, { isAllowed: false, hosts: [], version: 1 });
    expect(await outcome(askingAs(clientUri), max)).toEqual(["unanswerable", false]);
  });

  it("of a host that the account does not list", async () => {
    const { ada, max, clientUri } = await makeAgentStory(database, server);
    await setAgentPolicy(ada, { isAllowed: true, hosts: ["other.example"], version: 1 });
    expect(await outcome(askingAs(clientUri), max)).toEqual(["unanswerable", false]);
    await setAgentPolicy(ada, { isAllowed: true, hosts: ["other.example", server.host], version: 2 });
    expect(await outcome(askingAs(clientUri), max)).toEqual(["ask_agent", true]);
  });

  it("of an account that has no integration keys at present, or whose member was deactivated", async () => {
    const { tenant, max, vera, clientUri } = await makeAgentStory(database, server);
    await database.owner.query("update memberships set status = 'deactivated' where id = $1", [
      tenant.people.vera.membershipId,
    ]);
    expect(await outcome(askingAs(clientUri), vera)).toEqual(["unanswerable", false]);
    await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
      tenant.account.id,
    ]);
    expect(await outcome(askingAs(clientUri), max)).toEqual(["unanswerable", false]);
  });

  it("of what can be no agent's address", async () => {
    const { max } = await makeAgentStory(database, server);
    for (const uri of [
      `https://127.0.0.1:${server.port}/a`,
      "http://agent.example/a",
      "https://localhost/a",
    ]) {
      expect(await outcome(askingAs(uri), max)).toEqual(["unanswerable", false]);
    }
  });
});
