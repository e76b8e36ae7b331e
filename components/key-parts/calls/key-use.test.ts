import { expect, it } from "vitest";

import { keyUse } from "./key-use";

const [EARLIER, LATER] = ["2026-06-01T00:00:00.000Z", "2026-06-02T00:00:00.000Z"];

it.each([
  [null, null, { kind: "never" }],
  [EARLIER, EARLIER, { kind: "used", at: EARLIER }],
  // Refused since: it was used all the same.
  [EARLIER, LATER, { kind: "used", at: EARLIER }],
  [null, LATER, { kind: "refused_only", at: LATER }],
])("last accepted %s, last called %s: %o", (lastUsedAt, lastCallAt, use) => {
  expect(keyUse({ lastUsedAt, lastCallAt })).toEqual(use);
});
