/** Rows of the lookup, for tests that need no database. */
import { sha256Hex } from "../../../platform/secrets/secrets";
import type { PrincipalRow } from "../principal";

const NOW = new Date("2026-03-01T12:00:00Z");

/** The hash of the secret of the key with this number. */
export const hashOf = (key: number) => sha256Hex(`key ${key}`);

/** What the lookup finds of the key with this number: an admin's, alike for all but for what names the key. */
export function principalRow(key: number, change: Partial<PrincipalRow> = {}): PrincipalRow {
  return {
    hash: hashOf(key),
    credential_id: `credential ${key}`,
    key_id: `key ${key}`,
    client_id: `client ${key}`,
    key_name: `Key ${key}`,
    is_logged: false,
    manager_id: "account",
    manager_epoch: "1",
    account_epoch: "1",
    user_epoch: "1",
    credential_expires_at: null,
    credential_revoked_at: null,
    method: "long_lived",
    environment: "production",
    scopes: ["agreements:read"],
    resource: "https://api.example.com",
    allowed_ranges: ["192.0.2.0/24"],
    key_expires_at: new Date("2027-03-01T12:00:00Z"),
    key_revoked_at: null,
    key_retires_at: null,
    user_id: "person",
    user_name: "Ada",
    user_status: "active",
    profile: "admin",
    membership_status: "active",
    manager_environment: "production",
    plan: "enterprise",
    has_integration_keys: true,
    manager_status: "active",
    account_id: "account",
    account_name: "Acme",
    account_environment: "production",
    hourly_limit: null,
    burst_limit: null,
    hour_start: NOW,
    hour_count: 7,
    burst_start: NOW,
    burst_count: 7,
    now: NOW,
    ...change,
  };
}
