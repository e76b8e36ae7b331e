import { describe, expect, it } from "vitest";

import { READ_KEY_COMMAND } from "@/components/api-information/quick-start-text";
import { readCurl } from "./read-curl";

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
    ["curl --request PATCH --url https://api.example/a", "PATCH /a"],
    ["curl --request=PATCH --url https://api.example/a", "option"],
    ["curl https://api.example/a -d '{\"a\": 1}'", "POST /a"],
    ["curl https://api.example/a --data-raw x", "POST /a"],
    ["curl https://api.example/a --json '{}'", "POST /a"],
    ["curl -F file=@x.pdf https://api.example/a", "POST /a"],
    ["curl -G -d q=1 https://api.example/a", "GET /a"],
    ["curl -I https://api.example/a", "HEAD /a"],
    ["curl --head -d x https://api.example/a", "conflict"],
    ["curl -T x.pdf https://api.example/a", "PUT /a"],
    ["curl -X POST -I https://api.example/a", "POST /a"],
    ['curl -H \'Accept: a/b\' -H "X-A: it\'s \\"so\\"" https://api.example/a', "GET /a"],
    ["curl --some-future-flag https://api.example/a", "option"],
    ["curl --retry 3 --max-time 5 --compressed https://api.example/a", "GET /a"],
    ["curl -m 5 -o out.json https://api.example/a", "GET /a"],
    ["curl \\\n  -X POST \\\n  https://api.example/a", "POST /a"],
    ["curl ^\r\n -X POST ^\r\n https://api.example/a", "POST /a"],
    ["$ curl https://api.example/a | jq .", "GET /a"],
    ["/usr/bin/curl https://api.example/a && echo done", "GET /a"],
    ["curl $'https://api.example/it\\u0027s' --data $'a\\nb'", "POST /it's"],
    ["curl https://api.example/a'b.c'\"d\"\\e", "GET /ab.cde"],
    ["curl https://api.example/a'b c'", "address"],
    ["curl 'https://api.example/a", "unclosed"],
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
      address: "10.0.0.9, 10.1.1.1",
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

describe("a line that another shell or curl itself reads otherwise than it looks", () => {
  const WINDOWS = [
    'curl ^"https://api.example/a^%^20b?x=1^&y=2^" ^',
    '  -X ^"POST^" ^',
    '  -H ^"content-type: application/json^" ^',
    '  --data-raw ^"^{^\\^"a^\\^":^\\^"50^%^\\^"^}^"',
  ].join("\r\n");

  it.each([
    // The Windows command prompt, as Chrome and Firefox write for it.
    [WINDOWS, "POST /a%20b"],
    ['curl ^"https://api.example/a^"', "GET /a"],
    ['curl "https://api.example/a" ^\r\n  -X "PUT" ^\r\n  -H "X-A: say ""so"""', "PUT /a"],
    ['curl "https://api.example/a"%"20b" ^\n  --compressed', "GET /a%20b"],
    ['curl ^"https://api.example/a^" --data-raw ^"x^\n\ny^"', "POST /a"],
    ['C:\\Users\\ada>curl ^"https://api.example/a^"', "GET /a"],
    ['curl ^"https://api.example/a^" ^&^& echo', "several"],
    ['curl ^"https://api.example/a^" & curl ^"https://api.example/b^"', "several"],
    ['curl ^"https://api.example/%NAME%^"', "variable"],
    ['curl ^"https://api.example/%NAME^%^"', "variable"],
    ['curl ^"https://api.example/a', "unclosed"],
    // What a variable of Windows is, whatever shell the rest is for.
    ["curl https://api.example/%NAME%", "variable"],
    ["curl https://api.example/%DATE%/a", "variable"],
    ["curl https://%HOST%/a", "variable"],
    ["curl https://api.example/%x%/a", "variable"],
    ["curl https://api.example/a --request-target /%NAME%", "variable"],
    ["curl https://api.example/100%/a", "percent"],
    ["curl https://api.example/100%", "percent"],
    ["curl https://api.example/100%25/%C3%BCber%20a", "GET /100%25/%C3%BCber%20a"],
    ["curl 'https://api.example/a?like=50%'", "GET /a"],
    // PowerShell.
    ['Invoke-WebRequest -UseBasicParsing -Uri "https://api.example/a" `\n-Method "POST"', "powershell"],
    ['curl.exe `\n  "https://api.example/a"', "powershell"],
    ['curl -Method POST -Uri "https://api.example/a"', "powershell"],
    ["curl.exe 'https://api.example/it''s'", "powershell"],
    ['curl.exe https://api.example/a -d "a""b"', "powershell"],
    ["  PS C:\\Users\\ada> curl.exe 'https://api.example/it''s'", "powershell"],
    ["& 'C:\\Program Files\\curl.exe' 'https://api.example/it''s'", "powershell"],
    ["curl.exe 'https://api.example/a' -d '' -H \"X-A:\"", "POST /a"],
    ['curl.exe ^"https://api.example/a^" -H "X-A: say ""so"""', "GET /a"],
    ["curl 'https://api.example/it''s'", "GET /its"],
    // bash.
    ["curl $'https://api.example/caf\\xc3\\xa9' -X $'P\\x4fST'", "POST /caf%c3%a9"],
    ["curl $'https://api.example/\\303\\251'", "GET /%c3%a9"],
    ["curl $'https://api.example/\\xe9'", "variable"],
    ['curl "$BASE/agreements"', "variable"],
    ["curl https://api.example/${ID}", "variable"],
    ["curl https://api.example/$(cat id)", "variable"],
    ["curl https://api.example/`cat id`", "variable"],
    ["curl $OPTIONS https://api.example/a", "several"],
    ['curl -X "$METHOD" https://api.example/a', "variable"],
    ["curl 'https://api.example/$x'", "GET /$x"],
    ['curl -H "Authorization: Bearer $KEY" https://api.example/a', "GET /a"],
    ["curl https://api.example/a?x=1&y=2", "GET /a"],
    ["curl https://api.example/a > out.json 2>&1 -X PUT", "PUT /a"],
    ["curl https://api.example/a -d @- <<EOF\ncurl https://api.example/b\nEOF", "POST /a"],
    ["# first\ncurl https://api.example/a # then", "GET /a"],
    ["curl https://api.example/a\n  -X POST", "lines"],
    ["curl https://api.example/a; curl https://api.example/b", "several"],
    ["xargs curl https://api.example/a", "shell"],
    ["KEY=x sudo curl https://api.example/a", "GET /a"],
    ["ada@host:~$ curl https://api.example/a", "GET /a"],
    // curl's own reading of addresses.
    ["curl https://api.example/a/../b/./c", "GET /b/c"],
    ["curl https://api.example/a/..", "GET /"],
    ["curl https://api.example/a/.", "GET /a/"],
    ["curl https://api.example/..//a", "GET //a"],
    ["curl https://api.example/a/.../.b", "GET /a/.../.b"],
    ["curl --path-as-is https://api.example/a/../b", "GET /a/../b"],
    ["curl https://api.example/a/%2e%2e/b", "dots"],
    ["curl --path-as-is https://api.example/a/%2e%2e/b", "GET /a/%2e%2e/b"],
    ["curl 'https://api.example/a?x=/../y'", "GET /a"],
    ["curl 'https://api.example/{a,b}'", "globbing"],
    ["curl 'https://api.example/[1-3]'", "globbing"],
    ["curl 'https://api.example/\\[1\\]'", "GET /[1]"],
    ["curl -g 'https://api.example/{a}[b]'", "GET /{a}[b]"],
    ["curl 'http://[::1]:3001/a'", "GET /a"],
    ["curl https://api.example/ä", "GET /%c3%a4"],
    ["curl https://api.example/a https://api.example/b", "several"],
    ["curl --url https://api.example/a https://api.example/b", "several"],
    ["curl https://api.example/a --next https://api.example/b", "several"],
    ["curl localhost:3001/a", "GET /a"],
    ["curl localhost:65535/a", "GET /a"],
    ["curl localhost:65536/a", "address"],
    ["curl localhost:99999/a", "address"],
    // No shell takes a no-break space for the end of a word.
    ["curl https://api.example/a\u00A0-X\u00A0POST", "address"],
    ["curl -X\u00A0POST https://api.example/a", "method"],
    ["curl\u00A0https://api.example/a", "no_curl"],
    ["curl http:/api.example/a", "GET /a"],
    ["curl user:word@api.example/a", "GET /a"],
    ["curl //api.example/a", "address"],
    ["curl /a", "address"],
    ["curl ftp://api.example/a", "scheme"],
    ["curl ftp.example/a", "scheme"],
    ["curl file:///etc/hosts", "scheme"],
    ["curl 'https://a^b/c'", "address"],
    ["curl https://api.example/a --request-target /z/../y", "GET /z/../y"],
    // Its methods.
    ["curl -G --data-urlencode q=1 -I https://api.example/a", "HEAD /a"],
    ["curl -G -d q -X POST https://api.example/a", "POST /a"],
    ["curl -d x -F a=b https://api.example/a", "conflict"],
    ["curl -T x.pdf -d x https://api.example/a", "conflict"],
    ["curl -I -T x.pdf https://api.example/a", "conflict"],
    ["curl -G -F a=b https://api.example/a", "POST /a"],
    ["curl -T dir/x.pdf https://api.example/a/", "PUT /a/x.pdf"],
    ["curl -T x.pdf https://api.example", "PUT /x.pdf"],
    ["curl -T - https://api.example/a/", "PUT /a/"],
    ["curl -T '' https://api.example/a/", "GET /a/"],
    ["curl -X 'GET /b HTTP/1.1' https://api.example/a", "method"],
    ["curl -X '' https://api.example/a", "method"],
    ["curl --no-head -I --no-head https://api.example/a", "GET /a"],
    ["curl --url-query a=b --oauth2-bearer x https://api.example/a", "GET /a"],
    ["curl -K config https://api.example/a", "file"],
    ["curl -W https://api.example/a", "option"],
    ["curl https://api.example/a -X", "option"],
    ["curl -- https://api.example/a", "GET /a"],
  ])("%j: %s", (line, wanted) => {
    expect(request(line)).toBe(wanted);
  });

  it("names no secret in what it refuses", () => {
    expect(JSON.stringify(read(`curl --${SECRET} https://api.example/a`))).not.toContain(SECRET.slice(8));
    expect(read(`curl -X ${SECRET} https://api.example/a`)).toEqual({ fault: "method" });
    expect(read(`curl -H 'X-Forwarded-For: ${SECRET}' https://api.example/a`)).toEqual({
      fault: "forwarded",
    });
  });

  it("reads what a line asks the gate out of its query, however that is given", () => {
    const gate = "http://127.0.0.1:3001/v1/authorize";
    const asked = { method: "GET", path: "/a", scopes: ["users:read"] };
    for (const query of [
      "-G -d scope=users:read",
      "-G --data-urlencode scope=users:read",
      "--url-query scope=users:read",
    ])
      expect(read(`curl ${query} -H 'X-Forwarded-Uri: /a' ${gate}`), query).toMatchObject(asked);
    expect(read(`curl -G -d @scopes ${gate}`)).toEqual({ fault: "file" });
    expect(read(`curl -H @headers ${gate}`)).toEqual({ fault: "file" });
    expect(read(`curl -H 'X-Forwarded-Uri: /a' -H 'X-Original-URI: /b' ${gate}`)).toEqual({
      fault: "headers",
    });
  });
});
