import type { KeyStatus } from "@/lib/domain/keys/key-lifecycle";

/** The colour that repeats what a key's status says. */
export const KEY_STATUS_TONES = {
  active: "positive",
  retiring: "caution",
  expired: "neutral",
  revoked: "danger",
} as const satisfies Record<KeyStatus, string>;
