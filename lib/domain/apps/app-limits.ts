/** R10: how much of each an app may have at once. */
export const SECRETS_PER_APP = 5;
export const KEY_PAIRS_PER_APP = 5;
export const REDIRECT_URIS_PER_APP = 20;

/** From so many bits on an RSA key has no warning (NIST SP 800-57: fewer are good until 2030). */
export const RSA_BITS_ADVISED = 3_072;

/** So many tokens or sign-ins that rest on a credential are counted: as many, or more. */
export const ENDING_COUNTED = 1_000;
