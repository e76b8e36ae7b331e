import { z } from "zod";

import { CONTINUITY_CHECKS, CONTINUITY_RISKS } from "../../domain/organizations/continuity";
import { uuid } from "../fields/uuid";

export const ContinuityParams = z.object({ accountId: uuid() });

/** A single point of failure, in words. */
const ContinuityRisk = z.object({ code: z.enum(CONTINUITY_RISKS), text: z.string() });

/** How safe an account is from losing its last admin, without names of keys. */
export const ContinuityGlance = z.object({
  activeAdmins: z.number().int(),
  lastAdminSignInAt: z.iso.datetime().nullable(),
  hasSharedAdmin: z.boolean(),
  /** Fewer than two active admins. */
  isAtRisk: z.boolean(),
  liveKeys: z.number().int(),
  risks: z.array(ContinuityRisk),
});
export type ContinuityGlance = z.infer<typeof ContinuityGlance>;

const NamedKeys = z.array(z.object({ id: uuid(), name: z.string() }));

/** What follows if a person left today: the first keys by name, and how many there are. */
const Leaving = z.object({
  userId: uuid(),
  name: z.string(),
  /** Keys that act as this person, and stop. */
  stoppingKeys: NamedKeys,
  stoppingCount: z.number().int(),
  /** Keys that go on, and that nobody could manage. */
  unmanageableKeys: NamedKeys,
  unmanageableCount: z.number().int(),
});

/** Everything about an account's continuity (S3). */
export const Continuity = ContinuityGlance.extend({
  /** Its organization has a domain that is proven now. */
  hasClaimedDomain: z.boolean(),
  /** What is advised, done or not. */
  checks: z.array(z.object({ code: z.enum(CONTINUITY_CHECKS), isDone: z.boolean(), text: z.string() })),
  ifLeft: z.array(Leaving),
  /** How many people have consequences; `ifLeft` has the first of them. */
  ifLeftCount: z.number().int(),
});
export type Continuity = z.infer<typeof Continuity>;

export const ContinuityAnswer = z.object({ continuity: Continuity });
export type ContinuityAnswer = z.infer<typeof ContinuityAnswer>;
