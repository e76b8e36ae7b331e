/** Why support looks at an account, and for how long it may (R11). */

/** How long an account stays open to whoever of support has said why. */
export const LOOK_MINUTES = 60;

/** What a look is for: a reason in words, a case that is about the account, or a transfer. */
export type LookCause =
  | { readonly kind: "reason"; readonly reason: string }
  | { readonly kind: "case"; readonly caseId: string; readonly caseNumber: number }
  | { readonly kind: "transfer"; readonly transferId: string };

/** Until when a look that began then is open. */
export function lookEndsAt(began: Date): Date {
  return new Date(began.getTime() + LOOK_MINUTES * 60_000);
}
