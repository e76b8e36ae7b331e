import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { PROJECT_FOLDER } from "../../lib/platform/programs";
import { pageOfForm, unreadable } from "./unreadable-request";

describe("a request that the framework would answer with 500 (I12)", () => {
  it.each(["/%", "/%zz", "/api/accounts/%ff/members", "/accounts/%E0%A4", "/%c0%ae", "/%u0041"])(
    "is not found where its address can't be decoded: %s",
    (target) => {
      expect(unreadable("GET", target)).toBe("not_found");
    },
  );

  it.each(["http://elsewhere.example/api/me", "*", "", "elsewhere.example:443"])(
    "is not found where its target is no path: %s",
    (target) => {
      expect(unreadable("GET", target)).toBe("not_found");
    },
  );

  it.each(["TRACE", "CONNECT", "PROPFIND", "get", ""])("is refused for its method: %s", (method) => {
    expect(unreadable(method, "/")).toBe("method_not_allowed");
  });

  it.each(["/", "/accounts/%C3%A9?q=%ff%", "/sign-in?next=%", "/a%00b", "/%2e%2e", "//x", "/x?http://y"])(
    "is any other left alone: %s",
    (target) => {
      expect(unreadable("GET", target)).toBeNull();
    },
  );
});

describe("a form that a page sends before its script runs", () => {
  it.each([
    ["/sign-in?next=%2Fyou", "/sign-in?next=%2Fyou"],
    ["/you/security", "/you/security"],
    ["/apiary", "/apiary"],
    ["//elsewhere.example/x", "/elsewhere.example/x"],
    ["/\\elsewhere.example", "/elsewhere.example"],
    ["/\\/\\elsewhere.example", "/elsewhere.example"],
  ])("to %s leads to %s, whose host is ours", (target, page) => {
    expect(pageOfForm("POST", target)).toBe(page);
    expect(new URL(page, "https://ours.example").host).toBe("ours.example");
  });

  it.each([
    "/api/sign-in",
    "/api",
    "/api?x",
    "/oauth/token",
    "/oauth/consent?x",
    "/.well-known/x",
    "/__nextjs_original-stack-frames",
  ])("is not what comes to %s", (target) => {
    expect(pageOfForm("POST", target)).toBeNull();
  });

  it("is not what a handler of the authorization server is sent, whichever there are", () => {
    const folder = join(PROJECT_FOLDER, "app/oauth");
    const handlers = readdirSync(folder)
      .filter((name) => readdirSync(join(folder, name)).includes("route.ts"))
      .map((name) => `/oauth/${name}`);
    expect(handlers).toContain("/oauth/token");
    for (const path of handlers) {
      expect([path, pageOfForm("POST", path), pageOfForm("POST", `${path}?x`)]).toEqual([path, null, null]);
    }
    for (const page of ["/oauth/auth?client_id=x", "/oauth/tokens", "/oauth"]) {
      expect(pageOfForm("POST", page)).toBe(page);
    }
  });

  it.each(["GET", "HEAD"])("is not a %s", (method) => {
    expect(pageOfForm(method, "/sign-in")).toBeNull();
  });
});
