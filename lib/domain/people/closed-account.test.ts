import { expect, it } from "vitest";

import { staysWhenClosed } from "./closed-account";
import { PERMISSIONS } from "./profiles";

it("a closed account can be read, given away from and left, its keys be revoked, and nothing else (S3)", () => {
  expect(PERMISSIONS.filter((permission) => staysWhenClosed(permission))).toEqual([
    "account:read",
    "key:read",
    "key:end",
    "key:transfer",
    "policy:read",
    "member:read",
    "member:leave",
    "audit:read",
  ]);
});
