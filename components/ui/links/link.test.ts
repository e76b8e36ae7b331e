import type { Route } from "next";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";

import { Link } from "./link";

it("a link carries a mark of its own for the time that its page takes, hidden and without a text", () => {
  // A route of the product, as text.
  const href = "/sign-in" as Route;
  const html = renderToStaticMarkup(createElement(Link, { href, className: "x" }, "Sign in"));
  expect(html).toBe('<a class="x" href="/sign-in">Sign in<span hidden=""></span></a>');
});
