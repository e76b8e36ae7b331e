/** What a route table makes of a request: the part of it that the verdict needs (route-table.ts finds it). */
export type RouteFinding = {
  /** Why no route applies: the path can be read in two ways, or no route has it and such requests are refused. */
  readonly fault: "ambiguous_path" | "unknown_route" | null;
  /** The account that the path names, as it is written there; null where it names none. */
  readonly accountId: string | null;
};

/** What a request is found to be where no route table applies. */
export const NO_FINDING: RouteFinding = { fault: null, accountId: null };

/** True if a path's account is this one. UUIDs are compared without regard to case (RFC 9562). */
export function isSameAccount(written: string, accountId: string): boolean {
  return written.toLowerCase() === accountId.toLowerCase();
}
