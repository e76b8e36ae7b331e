import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { proxy } from "./proxy";

const HERE = "http://console.test";

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused.test/unused");
  vi.stubEnv("APP_URL", HERE);
  vi.stubEnv("GATE_URL", "http://gate.test");
  vi.stubEnv("AUTH_SECRET", "only-for-tests-only-for-tests-only-for-tests");
});

function visit(path: string, headers: Record<string, string> = {}): Response {
  return proxy(new NextRequest(`${HERE}${path}`, { headers }));
}

const SIGNED_IN = { cookie: "countersign.session=anything" };

describe("the proxy", () => {
  it("sends visitors without a session to the sign-in page, with the way back", () => {
    const answer = visit("/accounts/1/audit-log?action=key.created&from=2026-01-01");
    expect(answer.status).toBe(307);
    const target = new URL(answer.headers.get("location") ?? "");
    expect(target.pathname).toBe("/sign-in");
    expect(target.searchParams.get("next")).toBe("/accounts/1/audit-log?action=key.created&from=2026-01-01");
  });

  it("carries no secret from one address into another", () => {
    const secret = `ik_live_${"aB3".repeat(15)}x`;
    for (const path of [`/accounts/1?q=${secret}`, `/x/${secret}`, `/x/${secret.replaceAll("_", "%255f")}`]) {
      expect(visit(path).headers.get("location")).toBe(`${HERE}/sign-in`);
    }
  });

  it("adds no way back to the front page", () => {
    expect(visit("/").headers.get("location")).toBe(`${HERE}/sign-in`);
  });

  it("lets everybody see the sign-in page, and people with a cookie any", () => {
    expect(visit("/sign-in?next=/you/security").headers.get("location")).toBeNull();
    expect(visit("/you/security", SIGNED_IN).headers.get("location")).toBeNull();
  });

  it("allows scripts by a nonce that no two pages share, and frames nowhere", () => {
    const policies = [1, 2].map(
      () => visit("/you/security", SIGNED_IN).headers.get("content-security-policy") ?? "",
    );
    const nonces = policies.map((policy) => /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1]);
    expect(nonces[0]).toHaveLength(24);
    expect(nonces[0]).not.toBe(nonces[1]);
    for (const policy of policies) {
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).not.toContain("unsafe-eval");
      expect(/style-src ([^;]*);/.exec(policy)?.[1]).not.toContain("unsafe-inline");
    }
  });

  it("keeps pages out of caches", () => {
    expect(visit("/you/security", SIGNED_IN).headers.get("cache-control")).toContain("no-store");
  });

  it("tells pages the path that was asked for, whatever the client claims it was", () => {
    const answer = visit("/you/security?a=1", { ...SIGNED_IN, "x-countersign-path": "//evil.test" });
    expect(answer.headers.get("x-middleware-request-x-countersign-path")).toBe("/you/security?a=1");
  });

  it("has pages load everything over TLS only where the site has it", () => {
    expect(visit("/sign-in").headers.get("content-security-policy")).not.toContain(
      "upgrade-insecure-requests",
    );
    vi.stubEnv("APP_URL", "https://console.test");
    const answer = visit("/sign-in");
    expect(answer.headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
  });

  it("reads the cookie that is pinned to the host where the site has TLS", () => {
    vi.stubEnv("APP_URL", "https://console.test");
    expect(visit("/you/security", SIGNED_IN).status).toBe(307);
    expect(visit("/you/security", { cookie: "__Host-countersign.session=x" }).status).toBe(200);
  });
});
