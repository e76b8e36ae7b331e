import { expect, it } from "vitest";

import { grantWords } from "./grant-words";

it("says of a grant what it still lacks, and nothing of one that is ready or off", () => {
  expect(
    grantWords({ grant: "code", state: "incomplete", missing: ["redirect_uri", "client_secret"] }),
  ).toMatchObject({
    label: "Authorization Code",
    state: "Not ready",
    lack: "Needs a redirect URI and a client secret.",
  });
  expect(grantWords({ grant: "jwt", state: "incomplete", missing: ["impersonation"] }).lack).toBe(
    "Needs the scope impersonation. The scopes of an app never change: create another app with it.",
  );
  expect(grantWords({ grant: "jwt", state: "ready", missing: [] })).toMatchObject({
    state: "Ready",
    lack: null,
  });
  expect(grantWords({ grant: "implicit", state: "off", missing: ["redirect_uri"] })).toMatchObject({
    state: "Off",
    lack: null,
  });
});
