import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it } from "vitest";

import { ErrorView } from "../../frame/pages/error-view";
import { dropSecret, keepSecret } from "./kept-secret";

const failedPage = () =>
  renderToStaticMarkup(createElement(ErrorView, { error: new Error("planted"), retry: () => undefined }));

afterEach(() => dropSecret());

it("shows a new key's secret in place of a page that failed after the key was made", () => {
  keepSecret("ik_test_planted", "integration key");
  expect(failedPage()).toContain("ik_test_planted");
  expect(failedPage()).toContain('translate="no"');
});

it("shows none once it was stored, and none where no key was made", () => {
  expect(failedPage()).not.toContain("New integration key");
  keepSecret("ik_test_planted", "integration key");
  dropSecret();
  expect(failedPage()).not.toContain("ik_test_planted");
});
