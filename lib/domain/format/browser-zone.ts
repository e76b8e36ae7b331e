import { wallClock } from "./zoned-time";

/** The zone that fields are filled in, by what the browser reports. */
export type FieldZone = {
  readonly name: string;
  /** False where the browser reports none that can be used: then it is UTC. */
  readonly isKnown: boolean;
};

/** What browsers say that do not know where they are: a name in the list of zones, and a place in none. */
const UNKNOWN = "Etc/Unknown";

/** The time zone that the browser reports; undefined too where asking it fails, as with some guards of privacy. */
export function browserZone(): string | undefined {
  try {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * The zone that a browser reports, or UTC where it reports none, one that it can't use itself, or that it knows none.
 * @param reported as {@link browserZone} says, undefined in some browsers
 */
export function fieldZone(reported: string | undefined): FieldZone {
  const isKnown = reported !== undefined && reported !== "" && reported !== UNKNOWN && isUsable(reported);
  return isKnown ? { name: reported, isKnown } : { name: "UTC", isKnown: false };
}

function isUsable(zone: string): boolean {
  try {
    return wallClock(new Date(0), zone) !== "";
  } catch {
    return false;
  }
}

/** Says in which zone a field of date and time is. */
export function fieldZoneWords({ name, isKnown }: FieldZone): string {
  if (!isKnown) return "The field is in UTC: your browser does not say in which time zone you are.";
  if (name === "UTC" || name === "Etc/UTC") return "The field is in UTC.";
  return `The field is in your time zone, ${name.replaceAll("_", " ")}.`;
}
