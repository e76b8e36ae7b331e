import { describe, expect, it } from "vitest";

import { curlFaultText } from "./curl-fault";
import { readCurl } from "./read-curl";

// The shape of a key, with a checksum that is none.
const SECRET = `ik_live_${"a1B2".repeat(11)}xx`;
const GATE = "http://127.0.0.1:3001";

const ask = (...headers: readonly string[]) => {
  const reading = readCurl(`curl ${headers.map((header) => `-H '${header}' `).join("")}${GATE}/v1/authorize`);
  return "fault" in reading ? reading.fault : `${reading.method} ${reading.path}`;
};

const verify = (options: string, target = "/v1/verify") => readCurl(`curl ${options} ${GATE}${target}`);

describe("a question to /v1/authorize", () => {
  it.each([
    [["X-Original-Method: PUT", "X-Original-URL: https://api.example/a?b=1"], "PUT /a"],
    [["X-Original-URL: HTTP://[::1]:8080/a"], "GET /a"],
    [["X-Original-URL: http://api/a?b", "X-Original-URI: /a?b"], "GET /a"],
    [["X-Original-URL: http://api/a", "X-Forwarded-Uri: /b"], "headers"],
    [["X-Original-URI: /a", "X-Forwarded-Uri: /b"], "headers"],
    // One without a value is none.
    [["X-Forwarded-Method;", "X-Forwarded-Uri;", "X-Original-URI: /a"], "GET /a"],
    // The gate compares them with their queries.
    [["X-Original-URI: /a?x", "X-Forwarded-Uri: /a?y"], "headers"],
    [["X-Original-Method: PUT", "X-Forwarded-Method: GET"], "headers"],
    // It is handed both in one text.
    [["X-Forwarded-Uri: /a", "X-Forwarded-Uri: /a"], "headers"],
    [["X-Original-URL: http://api/a", "X-Original-URL: http://api/b"], "headers"],
    // It answers none of these, or takes them for no path of any route.
    [["X-Original-URL: /a"], "original"],
    [["X-Original-URL: http://user@api/a"], "original"],
    [["X-Original-URL: http://api"], "original"],
    [["X-Original-URL;"], "original"],
    [["X-Original-URI: https://api.example/a"], "original"],
    [["X-Forwarded-Uri: a"], "original"],
    [["X-Forwarded-Uri: /a#b"], "original"],
    [["X-Forwarded-Uri: /%NAME%"], "variable"],
  ])("with %j is about what the gate reads: %s", (headers, wanted) => {
    expect(ask(...headers)).toBe(wanted);
  });

  it("that depends on a variable is refused, wherever that stands", () => {
    for (const asked of [
      `-H "X-Original-URL: http://$HOST/a" ${GATE}/v1/authorize`,
      `-H "X-Forwarded-For: $IP" ${GATE}/v1/authorize`,
      `'${GATE}/v1/authorize?scope=%SCOPE%'`,
    ])
      expect(readCurl(`curl ${asked}`), asked).toEqual({ fault: "variable" });
  });

  it.each([
    [["X-Forwarded-For: 192.0.2.1"], "192.0.2.1"],
    [["X-Forwarded-For: 192.0.2.1, 198.51.100.2"], "192.0.2.1, 198.51.100.2"],
    [["X-Forwarded-For: nonsense, 198.51.100.2:443"], "unknown, 198.51.100.2"],
    [["X-Forwarded-For: 192.0.2.1", "x-forwarded-for: 2001:DB8::0:1"], "192.0.2.1, 2001:db8::1"],
    [["X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.1"], "192.0.2.1, 192.0.2.1"],
    [[`X-Forwarded-For: ${"10.0.0.1, ".repeat(9)}10.0.0.2`], `${"10.0.0.1, ".repeat(7)}10.0.0.2`],
    [["X-Forwarded-For;"], null],
    [["X-Forwarded-For:"], null],
    [["X-Forwarded-For: 192.0.2.1, unknown"], "forwarded"],
    [["X-Forwarded-For: 192.0.2.1,"], "forwarded"],
    [["X-Forwarded-For: 192.0.2.1", "X-Forwarded-For;"], "forwarded"],
    [["X-Forwarded-For: 192.0.2.1\u00A0"], "forwarded"],
  ])("with %j comes from the address at the end, as the gate takes it: %s", (headers, wanted) => {
    for (const target of [`${GATE}/v1/authorize`, "https://api.example/a"]) {
      const reading = readCurl(`curl ${headers.map((header) => `-H '${header}' `).join("")}${target}`);
      expect("fault" in reading ? reading.fault : reading.address, target).toBe(wanted);
    }
  });
});

describe("a question to /v1/verify", () => {
  const body = {
    token: SECRET,
    method: "put",
    path: "/agreements/1?x=2",
    scopes: ["agreements:read", "nonsense"],
    ip: "198.51.100.2:443",
    environment: "sandbox",
    userAgent: "me",
  };
  const asked = {
    method: "PUT",
    path: "/agreements/1",
    scopes: ["agreements:read", "nonsense"],
    address: "198.51.100.2",
    environment: "sandbox",
    hadSecret: true,
  };
  const json = JSON.stringify(body);

  it.each([
    `--json '${json}'`,
    `-d '${json}' -H 'Content-Type: application/json'`,
    `--data '${json}'`,
    `--data-ascii '${json}'`,
    `--data-binary '${json}'`,
    `--data-raw '${json}'`,
    `-X POST -H 'X-Forwarded-For: 192.0.2.9' -H 'X-Forwarded-Uri: /other' -d '${json}'`,
    // curl puts nothing before what --json adds.
    `--data-raw '${json.slice(0, 20)}' --json '${json.slice(20)}'`,
    `--json '${json.slice(0, 20)}' --json '${json.slice(20)}'`,
  ])("is about what its body says, and nothing else: %s", (options) => {
    const reading = verify(options);
    expect(reading).toEqual(asked);
    expect(JSON.stringify(reading)).not.toContain(SECRET.slice(8, 20));
  });

  it("keeps no token, whatever it looks like, and knows that there was one", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.e30.abc";
    const reading = verify(`--json '${JSON.stringify({ ...body, token })}'`);
    expect(reading).toEqual(asked);
    expect(JSON.stringify(reading)).not.toContain(token.slice(0, 8));
    expect(verify(`--json "{\\"token\\": \\"$KEY\\", \\"scopes\\": [\\"users:read\\"]}"`)).toEqual({
      method: null,
      path: null,
      scopes: ["users:read"],
      address: null,
      environment: null,
      hadSecret: true,
    });
    for (const place of [{ path: `/keys/${token}` }, { scopes: [token] }])
      expect(verify(`--json '${JSON.stringify({ ...body, token, ...place })}'`)).toEqual({ fault: "body" });
  });

  it("without a method and a path is about the key alone", () => {
    const nothing = { method: null, path: null, scopes: [], address: null, environment: null };
    expect(verify(`--json '{"method": null, "ip": null}'`)).toEqual({ ...nothing, hadSecret: false });
  });

  it.each([
    ["", "body"],
    ["-X POST", "body"],
    ["-X PUT --json '{}'", "body"],
    ["-G --json '{}'", "body"],
    ["-G -X POST --json '{}'", "body"],
    ["-F token=x", "body"],
    ["-X POST -T body.json", "body"],
    ["--json @body.json", "file"],
    ["-d @-", "file"],
    ["--data-binary @body.json", "file"],
    ["--data-urlencode body@body.json", "file"],
    ["--data-raw @body.json", "body"],
    ["-d token=x", "body"],
    ["-d '{' -d '}'", "body"],
    ["--json '[]'", "body"],
    ["--json 'null'", "body"],
    [`--json '"a"'`, "body"],
    // The gate refuses to answer these.
    [`--json '{"scope": "users:read"}'`, "body"],
    [`--json '{"scopes": "users:read"}'`, "body"],
    [`--json '{"scopes": ["users:read agreements:read"]}'`, "body"],
    [`--json '{"scopes": [1]}'`, "body"],
    [`--json '{"token": 1}'`, "body"],
    [`--json '{"path": "/a"}'`, "body"],
    [`--json '{"method": "GET"}'`, "body"],
    [`--json '{"method": "GET", "path": ""}'`, "body"],
    [`--json '{"method": "GET", "path": "https://api.example/a"}'`, "body"],
    [`--json '{"method": "GET", "path": "/a#b"}'`, "body"],
    [`--json '{"method": "G T", "path": "/a"}'`, "method"],
    [`--json '{"ip": "somewhere"}'`, "body"],
    [`--json '{"environment": "test"}'`, "body"],
    [`--json '{"userAgent": 1}'`, "body"],
    // What is not known.
    [`--json "$BODY"`, "variable"],
    [`--json "{\\"ip\\": \\"$IP\\"}"`, "variable"],
    [`--json "{\\"method\\": \\"GET\\", \\"path\\": \\"/$ID\\"}"`, "variable"],
    [`--json '{"method": "GET", "path": "/%NAME%"}'`, "variable"],
  ])("that can't be read has no verdict about /v1/verify itself: %s is %s", (options, fault) => {
    const reading = verify(options);
    expect(reading).toEqual({ fault });
    expect(verify(options, "/v1/verify?x=1")).toEqual({ fault });
  });

  it("is said to be unreadable", () => {
    expect(curlFaultText({ fault: "body" })).toContain("can't be read");
  });
});
