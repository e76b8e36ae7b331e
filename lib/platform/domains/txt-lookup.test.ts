import { afterAll, beforeAll, expect, it } from "vitest";

import { startDnsServer, type DnsServer } from "@/testing/network/dns-server";

import { LOOKUP_MS, lookUpTxt } from "./txt-lookup";

const LONG = "v".repeat(200);
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer({
    "acme.example": { txt: [["v=spf1 -all"], ["countersign=", "0199", "f6a0"]] },
    "alias.example": { cname: "acme.example" },
    "dangling.example": { cname: "nothing.example" },
    "empty.example": { txt: [] },
    "large.example": { txt: [[LONG], [LONG], [LONG], ["countersign=last"]] },
    "broken.example": "SERVFAIL",
    "refused.example": "REFUSED",
    "silent.example": "silence",
    "garbled.example": "garbage",
  });
});
afterAll(() => dns.stop());

it("reads each record as one text, whatever pieces it came in", async () => {
  expect(await lookUpTxt("acme.example", [dns.address])).toEqual({
    kind: "records",
    values: ["v=spf1 -all", "countersign=0199f6a0"],
  });
});

it("reads the records of the name that an alias leads to", async () => {
  const { values } = { values: [], ...(await lookUpTxt("alias.example", [dns.address])) };
  expect(values).toContain("countersign=0199f6a0");
});

it("asks again by TCP for what is too large for a datagram", async () => {
  expect(await lookUpTxt("large.example", [dns.address])).toEqual({
    kind: "records",
    values: [LONG, LONG, LONG, "countersign=last"],
  });
});

it.each(["empty.example", "dangling.example"])("finds no records of %s", async (domain) => {
  expect(await lookUpTxt(domain, [dns.address])).toEqual({ kind: "records", values: [] });
});

it("tells a domain that is not there from one that gives no answer", async () => {
  expect(await lookUpTxt("nobody.example", [dns.address])).toEqual({ kind: "no_such_domain" });
  expect(await lookUpTxt("broken.example", [dns.address])).toEqual({ kind: "no_answer" });
  expect(await lookUpTxt("refused.example", [dns.address])).toEqual({ kind: "no_answer" });
});

it.each(["silent.example", "garbled.example"])("waits a bounded time for %s", async (domain) => {
  const begun = performance.now();
  expect(await lookUpTxt(domain, [dns.address])).toEqual({ kind: "no_answer" });
  expect(performance.now() - begun).toBeLessThan(LOOKUP_MS + 1_000);
});
