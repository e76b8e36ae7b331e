/** Checks integration keys with a Countersign gate. */
export { identityOf } from "./identity.js";
export { refusalOf } from "./guard.js";
export type { Needs, Refusal } from "./guard.js";
export { createVerifier } from "./verifier.js";
export type { Verifier, VerifierOptions } from "./verifier.js";
export type { Check, Identity, Limits, Problem, Refused, Verdict } from "./verdict.js";
