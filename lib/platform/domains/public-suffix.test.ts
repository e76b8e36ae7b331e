import { expect, it } from "vitest";

import { isPublicSuffix } from "./public-suffix";

it.each(["com", "co.uk", "github.io", "xn--p1ai", "kawasaki.jp", "anything.ck", "example"])(
  "%s is nobody's own",
  (domain) => {
    expect(isPublicSuffix(domain)).toBe(true);
  },
);

it.each(["acme.com", "acme.co.uk", "acme.github.io", "city.kawasaki.jp", "www.ck", "acme.example"])(
  "%s can be somebody's",
  (domain) => {
    expect(isPublicSuffix(domain)).toBe(false);
  },
);
