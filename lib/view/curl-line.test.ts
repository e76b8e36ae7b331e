import { describe, expect, it } from "vitest";

import { READ_KEY_COMMAND } from "./quick-start";
import { readCurl } from "./curl-line";

// The shape of a key, with a checksum that is none.
const SECRET = `ik_live_${"a1B2".repeat(11)}xx`;
const read = (line: string) => readCurl(line);
const request = (line: string) => {
  const reading = read(line);
  return "fault" in reading ? reading.fault : `${reading.method} ${reading.path}`;
};

describe("a curl line", () => {
  it.each([
    ["curl https://api.example/agreements", "GET /agreements"],
    ["curl api.example/agreements?x=1", "GET /agreements"],
    ["curl https://api.example", "GET /"],
    ["curl 'https://api.example?x=1#y'", "GET /"],
    ["curl -X DELETE https://api.example/a", "DELETE /a"],
    ["curl -XDELETE https://api.example/a", "DELETE /a"],
    ["curl -sSLX put https://api.example/a", "PUT /a"],
    ["curl --request=PATCH --url https://api.example/a", "PATCH /a"],
    ["curl https://api.example/a -d '{\"a\": 1}'", "POST /a"],
    ["curl https://api.example/a --data-raw x", "POST /a"],
    ["curl https://api.example/a --json '{}'", "POST /a"],
    ["curl -F file=@x.pdf https://api.example/a", "POST /a"],
    ["curl -G -d q=1 https://api.example/a", "GET /a"],
    ["curl -I https://api.example/a", "HEAD /a"],
    ["curl --head -d x https://api.example/a", "HEAD /a"],
    ["curl -T x.pdf https://api.example/a", "PUT /a"],
    ["curl -X POST -I https://api.example/a", "POST /a"],
    ['curl -H \'Accept: a/b\' -H "X-A: it\'s \\"so\\"" https://api.example/a', "GET /a"],
    ["curl --some-future-flag https://api.example/a", "GET /a"],
    ["curl --retry 3 --max-time 5 --compressed https://api.example/a", "GET /a"],
    ["curl -m 5 -o out.json https://api.example/a", "GET /a"],
    ["curl \\\n  -X POST \\\n  https://api.example/a", "POST /a"],
    ["curl ^\r\n -X POST ^\r\n https://api.example/a", "POST /a"],
    ["$ curl https://api.example/a | jq .", "GET /a"],
    ["/usr/bin/curl https://api.example/a && echo done", "GET /a"],
    ["curl $'https://api.example/it\\u0027s' --data $'a\\nb'", "POST /it's"],
    ["curl https://api.example/a'b c'\"d\"\\ e", "GET /ab cd e"],
    ["curl 'https://api.example/a", "GET /a"],
    ["wget https://api.example/a", "no_curl"],
    ["", "no_curl"],
    ["curl -v", "no_address"],
    [READ_KEY_COMMAND, "no_curl"],
  ])("%j asks for %s", (line, wanted) => {
    expect(request(line)).toBe(wanted);
  });

  it("to the gate itself is read as the request that it asks about", () => {
    const line =
      `curl -i -H "Authorization: Bearer $KEY" -H 'X-Forwarded-Method: PUT' -H 'X-Forwarded-For: 10.0.0.9, 10.1.1.1' ` +
      "-H 'X-Forwarded-Uri: /agreements/1?x=2' 'http://127.0.0.1:3001/v1/authorize?scope=agreements:read+users:read'";
    expect(read(line)).toEqual({
      method: "PUT",
      path: "/agreements/1",
      scopes: ["agreements:read", "users:read"],
      address: "10.0.0.9",
      environment: null,
      hadSecret: true,
    });
  });

  it("to the gate names every scope and the environment that the gate would read, known or not", () => {
    const query = "scope=agreements:read&environment=sandbox&scope=users:read+nonsense&scope=";
    expect(read(`curl 'http://127.0.0.1:3001/v1/authorize?${query}'`)).toMatchObject({
      scopes: ["agreements:read", "users:read", "nonsense"],
      environment: "sandbox",
    });
    expect(read(`curl 'https://api.example/a?${query}'`)).toMatchObject({ scopes: [], environment: null });
  });

  it.each([
    `curl -H "Authorization: Bearer ${SECRET}" https://api.example/a`,
    `curl -H 'Access-Token: ${SECRET}' https://api.example/a`,
    `curl -H 'Authorization: Basic dXNlcjpwYXNz' https://api.example/a`,
    `curl -u ${SECRET}: https://api.example/a`,
    `curl --oauth2-bearer ${SECRET} https://api.example/a`,
    `curl 'https://api.example/a?access_token=${SECRET}'`,
    `curl https://api.example/keys/${SECRET}/a`,
    `curl https://${SECRET}@api.example/a`,
    `curl -b 'session=abc' https://api.example/a -d token=${SECRET}`,
    `curl 'http://127.0.0.1:3001/v1/authorize?scope=${SECRET}'`,
    `curl -X ${SECRET} https://api.example/a`,
    `curl -H 'X-Forwarded-For: ${SECRET}' https://api.example/a`,
  ])("leaves every credential out, and says that there was one: %s", (line) => {
    const reading = read(line);
    expect(reading).toMatchObject({ hadSecret: true });
    expect(JSON.stringify(reading).toLowerCase()).not.toContain(SECRET.slice(8, 20).toLowerCase());
    expect(JSON.stringify(reading)).not.toContain("dXNlcjpwYXNz");
  });

  it("without a credential has none", () => {
    expect(read("curl https://api.example/a")).toMatchObject({ hadSecret: false });
  });
});
