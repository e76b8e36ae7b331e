/** What a closed account still allows (S3): to be read, to give its apps away or revoke them, and to be left. */
import type { Permission } from "./profiles";

const STAYS: Record<Permission, boolean> = {
  "account:read": true,
  "access:request": false,
  "key:read": true,
  "key:create": false,
  "key:manage": false,
  // A leaked app is stopped wherever it is.
  "key:end": true,
  // Its apps work on until they are transferred, which its admins confirm.
  "key:transfer": true,
  "policy:read": true,
  "policy:update": false,
  "member:read": true,
  "member:update": false,
  // Nobody is held in an account that nobody can change.
  "member:leave": true,
  "audit:read": true,
};

/** Whether what this permission is for is still possible in a closed account. */
export function staysWhenClosed(permission: Permission): boolean {
  return STAYS[permission];
}

/** Why a change is refused in a closed account: what holds there, and who can help. */
export const CLOSED_ACCOUNT_TEXT =
  "This account is closed: nothing can be changed in it. Its apps work on, its long-lived keys are refused. Apps can be transferred to another account, or revoked; ask support to open this one again.";
