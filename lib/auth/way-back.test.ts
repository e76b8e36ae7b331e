import { expect, it } from "vitest";

import { dropUnreadableWayBack } from "./way-back";

const ADDRESS = "https://console.example/api/auth/providers";

function asked(query: string, cookie?: string): { readonly query: string; readonly cookie: string | null } {
  const headers = cookie === undefined ? {} : { cookie };
  const { url, headers: left } = dropUnreadableWayBack(new Request(`${ADDRESS}${query}`, { headers }));
  return { query: new URL(url).search, cookie: left.get("cookie") };
}

const SECRET = `ik_live_${"aB3".repeat(15)}x`;
const NO_ADDRESSES = [
  `/accounts?q=${SECRET}`,
  `/x/${SECRET.replaceAll("_", "%5f")}`,
  ":::",
  "x",
  "javascript:alert(1)",
  "http://[",
  "%E0%A4%A",
  "//[",
  "data:text/html,x",
];

it.each(NO_ADDRESSES)("a way back that is no address is none: %s", (text) => {
  expect(asked(`?a=1&callbackUrl=${text}`).query).toBe("?a=1");
  expect(asked(`?callbackUrl=/ok&callbackUrl=${text}`).query).toBe("");
  expect(asked("", `a=1; authjs.callback-url=${text}; b=2`).cookie).toBe("a=1; b=2");
  expect(asked("", `__Secure-authjs.callback-url=${text}`).cookie).toBe("");
});

it.each(["/accounts", "https%3A%2F%2Fconsole.example%2F", "http://localhost:3000/x?y=1"])(
  "a way back that is one stays, like all else: %s",
  (text) => {
    expect(asked(`?a=1&callbackUrl=${text}`).query).toBe(`?a=1&callbackUrl=${text}`);
    const cookie = `a=%%; authjs.callback-url=${text}; authjs.csrf-token=:::`;
    expect(asked("", cookie).cookie).toBe(cookie);
  },
);
