import type { Scope } from "../../lib/domain/keys/scopes";
import type { DemoAccountName, DemoPerson } from "./demo-people";
import type { ScriptedCall } from "./demo-script";
import type { DemoCaller, Traffic } from "./demo-traffic";

/** A key of the demo: what it is, how it came to be and ended, and who calls with it. */
export type DemoKey = {
  readonly account: DemoAccountName;
  readonly by: DemoPerson;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdDaysAgo: number;
  readonly expiresInDays: number;
  readonly allowedRanges?: readonly string[];
  /** The name of the key that this one replaced when it was made, and the overlap. */
  readonly replaces?: { readonly name: string; readonly overlapDays: number };
  readonly revoked?: { readonly daysAgo: number; readonly by: DemoPerson; readonly reason: string };
  readonly traffic?: Traffic;
  /** Calls that are told one by one, in place of traffic. */
  readonly script?: { readonly caller: DemoCaller; readonly calls: readonly ScriptedCall[] };
};
