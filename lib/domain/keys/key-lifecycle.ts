/**
 * The life of an integration key (R4, R5, R8): created, perhaps replaced with an overlap, ended by revocation or
 * expiry. Nothing leads back.
 */
import { DAY_MS } from "../time/durations";

export const KEY_STATUSES = ["active", "retiring", "expired", "revoked"] as const;
/** The status of a key; `retiring` is one that is replaced, and still accepted until its overlap ends. */
export type KeyStatus = (typeof KEY_STATUSES)[number];

export const STATUS_LABELS: Record<KeyStatus, string> = {
  active: "Active",
  retiring: "Retiring",
  expired: "Expired",
  revoked: "Revoked",
};

/**
 * What a list of keys can be narrowed to: a status, or its whole. live: what works, and what expired a short while ago,
 * since that wants a successor; ended: everything else.
 */
export const KEY_LIST_STATUSES = [...KEY_STATUSES, "live", "ended"] as const;
export type KeyListStatus = (typeof KEY_LIST_STATUSES)[number];

/** For how many days an expired key stands among the live ones. */
export const EXPIRED_AMONG_LIVE_DAYS = 7;

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
 * The status of a key at an instant. An end that was declared wins over an expiry that came later. A key that was
 * revoked is so whatever the clock says: a clock that was set back must not bring it to life again (I1).
 */
export function keyStatus(life: KeyLife, now: Date): KeyStatus {
  if (life.revokedAt || (life.retiresAt && life.retiresAt <= now)) return "revoked";
  if (life.expiresAt && life.expiresAt <= now) return "expired";
  return life.retiresAt ? "retiring" : "active";
}

/** Whether a list that is narrowed to `live` has the key; one that is narrowed to `ended` has all others. */
export function isAmongLive(life: KeyLife, now: Date): boolean {
  const status = keyStatus(life, now);
  if (status === "revoked") return false;
  if (status !== "expired") return true;
  return (life.expiresAt?.getTime() ?? 0) > now.getTime() - EXPIRED_AMONG_LIVE_DAYS * DAY_MS;
}

/** The instant from which the key counts as revoked: by hand, or by the end of its overlap, whichever is first. */
export function revocationOf(life: KeyLife): Date | null {
  if (!life.revokedAt) return life.retiresAt;
  if (!life.retiresAt) return life.revokedAt;
  return life.revokedAt < life.retiresAt ? life.revokedAt : life.retiresAt;
}

export type KeyEvent =
  | { readonly type: "revoke"; readonly at: Date }
  | {
      readonly type: "replace";
      readonly at: Date;
      readonly overlapSeconds: number;
      /** Whether it has a successor already: the life of a key that was replaced after its expiry does not tell. */
      readonly isReplaced: boolean;
    };

export type KeyRefusal = "key_already_revoked" | "key_already_replaced";
export type KeyStep =
  | { readonly ok: true; readonly life: KeyLife }
  | { readonly ok: false; readonly refusal: KeyRefusal };

/**
 * The life of a key after an event, or why the event is refused. Revoking ends a key in any state but revoked. An
 * active key and an expired one can be replaced, once. The overlap never reaches past the old key's expiry (R4): of an
 * expired key nothing is left that could overlap, so its life stays as it is, and it gets a successor.
 */
export function stepKey(life: KeyLife, event: KeyEvent): KeyStep {
  const status = keyStatus(life, event.at);
  if (status === "revoked") return { ok: false, refusal: "key_already_revoked" };
  switch (event.type) {
    case "revoke":
      return { ok: true, life: { ...life, revokedAt: event.at } };
    case "replace": {
      if (event.isReplaced || life.retiresAt) return { ok: false, refusal: "key_already_replaced" };
      if (status === "expired") return { ok: true, life };
      if (event.overlapSeconds === 0) return { ok: true, life: { ...life, revokedAt: event.at } };
      const end = new Date(event.at.getTime() + event.overlapSeconds * 1000);
      const retiresAt = life.expiresAt && life.expiresAt < end ? life.expiresAt : end;
      return { ok: true, life: { ...life, retiresAt } };
    }
  }
}

/** Whether {@link stepKey} takes a replacement of a key in this state; OAuth apps are not replaced, their secrets are. */
export function isReplaceable(key: {
  readonly status: KeyStatus;
  readonly method: "long_lived" | "oauth";
  readonly replacedByKeyId: string | null;
  /** Null for a production copy whose secret was not issued yet: there is nothing to replace. */
  readonly expiresAt: string | null;
}): boolean {
  if (key.method !== "long_lived" || key.replacedByKeyId !== null || key.expiresAt === null) return false;
  return key.status === "active" || key.status === "expired";
}

/** Why an event of a key's life is refused, in words. */
export function keyRefusalText(refusal: KeyRefusal): string {
  switch (refusal) {
    case "key_already_revoked":
      return "This key is revoked already. Revocation is final; create a new key instead.";
    case "key_already_replaced":
      return "This key has been replaced already. Replace its successor instead.";
  }
}
