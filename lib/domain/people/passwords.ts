/** Bounds of a password, in characters (Unicode code points after {@link normalizePassword}). */
export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 128;
/**
 * The longest text that is looked at where a password is expected, in UTF-16 units: what people chose under older
 * rules fits.
 */
export const PASSWORD_INPUT_MAX = 1_000;

/**
 * The password as it is hashed and compared: NFKC, so that one that is typed on another keyboard or system is the same
 * (NIST SP 800-63B, 3.1.1.2).
 */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** How many characters a password has: code points, not UTF-16 units. */
export function passwordLength(password: string): number {
  return Array.from(normalizePassword(password)).length;
}

/** What is wrong with the length of a password, as a sentence that says what helps; null where nothing is. */
export function lengthFault(password: string): { readonly code: string; readonly detail: string } | null {
  const length = passwordLength(password);
  if (length < PASSWORD_MIN_LENGTH) {
    return {
      code: "password_too_short",
      detail: `Use at least ${PASSWORD_MIN_LENGTH} characters: these are ${length}.`,
    };
  }
  if (length > PASSWORD_MAX_LENGTH) {
    return {
      code: "password_too_long",
      detail: `Use at most ${PASSWORD_MAX_LENGTH} characters: these are ${length}.`,
    };
  }
  return null;
}
