import { describe, expect, it } from "vitest";

import { readKeyName } from "../../keys/key-name";
import { agentKeyName, isAddressLike, readClientUri } from "./client-uri";

describe("an agent's client_id", () => {
  it.each([
    ["https://agent.example/client.json", "agent.example"],
    ["https://agent.example/oauth/client-metadata.json", "agent.example"],
    ["https://agent.example:8443/client", "agent.example:8443"],
    ["https://xn--bcher-kva.example/a", "xn--bcher-kva.example"],
    ["https://a.b.c.agent.example/~a/%7Eb;c=d", "a.b.c.agent.example"],
    ["https://agent.example//", "agent.example"],
    ["https://agent.4example/x", "agent.4example"],
  ])("is %s", (uri, host) => {
    expect(readClientUri(uri)).toEqual({ uri, host });
  });

  it.each([
    ["a GUID", "0199f6a0-0000-4000-8000-000000000001"],
    ["not https", "http://agent.example/client.json"],
    ["another scheme", "ftp://agent.example/client.json"],
    ["without a path", "https://agent.example"],
    ["with the empty path", "https://agent.example/"],
    ["with a query", "https://agent.example/client?id=1"],
    ["with an empty query", "https://agent.example/client?"],
    ["with a fragment", "https://agent.example/client#a"],
    ["with an empty fragment", "https://agent.example/client#"],
    ["with a user name", "https://a@agent.example/client"],
    ["with an empty user name", "https://@agent.example/client"],
    ["with a password", "https://a:b@agent.example/client"],
    ["with a host that hides in a user name", "https://agent.example@10.0.0.1/client"],
    ["with a dot segment", "https://agent.example/a/../client"],
    ["with a single dot", "https://agent.example/./client"],
    ["with an escaped dot segment", "https://agent.example/%2e%2e/client"],
    ["with a backslash", "https://agent.example\\client"],
    ["in upper case", "HTTPS://agent.example/client"],
    ["with a host in upper case", "https://Agent.example/client"],
    ["with the usual port", "https://agent.example:443/client"],
    ["with port 0", "https://agent.example:0/client"],
    ["with an empty port", "https://agent.example:/client"],
    ["with white space", "https://agent.example/cli ent"],
    ["with white space before it", " https://agent.example/client"],
    ["with a tab", "https://agent.example/cli\tent"],
    ["with a line break", "https://agent.example/client\n"],
    ["with letters beyond ASCII", "https://agent.example/clïent"],
    ["with a host beyond ASCII", "https://bücher.example/client"],
    ["with another script's dot", "https://agent。example/client"],
    ["an IPv4 address", "https://127.0.0.1/client"],
    ["a public IPv4 address", "https://1.1.1.1/client"],
    ["a short IPv4 address", "https://127.1/client"],
    ["a decimal IPv4 address", "https://2130706433/client"],
    ["a hexadecimal IPv4 address", "https://0x7f000001/client"],
    ["an IPv6 address", "https://[::1]/client"],
    ["a mapped IPv4 address", "https://[::ffff:127.0.0.1]/client"],
    ["this computer", "https://localhost/client"],
    ["a host without a dot", "https://intranet/client"],
    ["a host that ends with a dot", "https://agent.example./client"],
    ["an empty label", "https://agent..example/client"],
    ["a label with an underscore", "https://my_agent.example/client"],
    ["a label that ends with a hyphen", "https://agent-.example/client"],
    ["an escaped host", "https://agent%2eexample/client"],
    ["empty", ""],
    ["no address", "https://"],
    ["more than 500 characters", `https://agent.example/${"a".repeat(479)}`],
  ])("is none that is %s", (_, text) => {
    expect(readClientUri(text)).toBeNull();
  });

  it("may have 500 characters", () => {
    expect(readClientUri(`https://agent.example/${"a".repeat(478)}`)).not.toBeNull();
  });

  it("is told from a GUID by its scheme alone", () => {
    expect(isAddressLike("https://agent.example")).toBe(true);
    expect(isAddressLike("HTTP://agent.example")).toBe(true);
    expect(isAddressLike("0199f6a0-0000-4000-8000-000000000001")).toBe(false);
    expect(isAddressLike("")).toBe(false);
  });
});

const named = (uri: string) => agentKeyName(readClientUri(uri) ?? { uri: "", host: "" });

describe("the name of an agent", () => {
  const longHost = `${"a".repeat(60)}.${"b".repeat(60)}.agent.example`;

  it.each([
    ["says host and path", "https://agent.example/client.json", "agent.example/client.json"],
    ["leaves a long path out", `https://agent.example/${"a".repeat(80)}`, "agent.example"],
    [
      "leaves a path out that looks like a secret",
      `https://agent.example/ik_live_${"A".repeat(46)}`,
      "agent.example",
    ],
  ])("%s", (_, uri, name) => {
    expect(named(uri)).toBe(name);
  });

  it("keeps of a long host the end, which says whose it is", () => {
    const name = named(`https://${longHost}/client`);
    expect(name.startsWith("…")).toBe(true);
    expect(name.endsWith("b.agent.example")).toBe(true);
    expect(readKeyName(name)).toEqual({ ok: true, name });
  });
});
