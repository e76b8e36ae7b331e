/** Values of the record in words. */
import type { JsonValue } from "./audit-event";
import { PLAN_LABELS, PLANS } from "../keys/availability";
import { PROFILE_LABELS } from "../people/profile-words";
import { PROFILES } from "../people/profiles";

/** Names of limits, by the fields that hold them. */
export const LIMIT_LABELS = {
  activeKeys: "the limit of active keys",
  hourly: "the hourly limit",
  burst: "the limit per 30 seconds",
} as const;

/** A plan by its name. */
export function planWords(value: JsonValue | undefined): string {
  const known = PLANS.find((candidate) => candidate === value);
  return known ? PLAN_LABELS[known] : "another plan";
}

/** A profile by its name. */
export function profileWords(value: JsonValue | undefined): string {
  const known = PROFILES.find((candidate) => candidate === value);
  return known ? PROFILE_LABELS[known] : "another profile";
}

/** An organization by its name. */
export function organizationWords(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "an organization";
}
