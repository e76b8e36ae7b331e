import { expect, it } from "vitest";

import { newSecret } from "../../platform/secrets/secrets";
import { RevokeKeyBody } from "../keys/integration-keys";
import { RequestAccessBody } from "../support/support";

it("keeps no key that is pasted into a reason or a message", () => {
  const { text, prefix } = newSecret("ik", "production");
  expect(RevokeKeyBody.parse({ reason: `Found in a repository: ${text}` })).toEqual({
    reason: `Found in a repository: ${prefix}_…`,
  });
  expect(RequestAccessBody.parse({ message: `${text} no longer works` })).toEqual({
    message: `${prefix}_… no longer works`,
  });
});
