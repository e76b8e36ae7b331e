/**
 * The life of an integration key (R4, R5, R8): created, perhaps replaced with an overlap, ended by revocation or
 * expiry. Nothing leads back.
 */

export const KEY_STATUSES = ["active", "retiring", "expired", "revoked"] as const;
/** retiring: replaced, and still accepted until its overlap ends. */
export type KeyStatus = (typeof KEY_STATUSES)[number];

export const STATUS_LABELS: Record<KeyStatus, string> = {
  active: "Active",
  retiring: "Retiring",
  expired: "Expired",
  revoked: "Revoked",
};

/** The instants that decide a key's status. */
export type KeyLife = {
  /** Null for OAuth apps, which do not expire: their credentials do. */
  readonly expiresAt: Date | null;
  /** Set by a person who revokes the key, or by a replacement without overlap. */
  readonly revokedAt: Date | null;
  /** The end of the overlap of a replaced key; from then on it counts as revoked, with nothing left to do. */
  readonly retiresAt: Date | null;
};

/**
 * The status at an instant. An end that was declared wins over an expiry that came later. A key that was revoked is
 * so whatever the clock says: a clock that was set back must not bring it to life again (I1).
 */
export function keyStatus(life: KeyLife, now: Date): KeyStatus {
  if (life.revokedAt || (life.retiresAt && life.retiresAt <= now)) return "revoked";
  if (life.expiresAt && life.expiresAt <= now) return "expired";
  return life.retiresAt ? "retiring" : "active";
}

/** The instant from which the key counts as revoked: by hand, or by the end of its overlap, whichever is first. */
export function revocationOf(life: KeyLife): Date | null {
  if (!life.revokedAt) return life.retiresAt;
  if (!life.retiresAt) return life.revokedAt;
  return life.revokedAt < life.retiresAt ? life.revokedAt : life.retiresAt;
}

export type KeyEvent =
  | { readonly type: "revoke"; readonly at: Date }
  | { readonly type: "replace"; readonly at: Date; readonly overlapSeconds: number };

export type KeyRefusal = "key_already_revoked" | "key_already_replaced" | "key_expired";
export type KeyStep =
  | { readonly ok: true; readonly life: KeyLife }
  | { readonly ok: false; readonly refusal: KeyRefusal };

/**
 * The life after an event, or why the event is refused. Revoking ends a key in any state but revoked; only an
 * active key can be replaced. The overlap never reaches past the old key's expiry (R4).
 */
export function stepKey(life: KeyLife, event: KeyEvent): KeyStep {
  const status = keyStatus(life, event.at);
  if (status === "revoked") return { ok: false, refusal: "key_already_revoked" };
  switch (event.type) {
    case "revoke":
      return { ok: true, life: { ...life, revokedAt: event.at } };
    case "replace": {
      if (status === "expired") return { ok: false, refusal: "key_expired" };
      if (status === "retiring") return { ok: false, refusal: "key_already_replaced" };
      if (event.overlapSeconds === 0) return { ok: true, life: { ...life, revokedAt: event.at } };
      const end = new Date(event.at.getTime() + event.overlapSeconds * 1000);
      const retiresAt = life.expiresAt && life.expiresAt < end ? life.expiresAt : end;
      return { ok: true, life: { ...life, retiresAt } };
    }
  }
}

/** The refusal in words. */
export function keyRefusalText(refusal: KeyRefusal): string {
  switch (refusal) {
    case "key_already_revoked":
      return "This key is revoked already. Revocation is final; create a new key instead.";
    case "key_already_replaced":
      return "This key has been replaced already and ends with its overlap. Replace its successor instead.";
    case "key_expired":
      return "This key has expired and can't be replaced. Create a new key instead.";
  }
}
