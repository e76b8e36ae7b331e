import { z } from "zod";

import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();

/** An app that a person lets act for them in an account. */
export const ConnectedApp = z.object({
  /** The consent's. */
  id: uuid(),
  app: z.object({ name: z.string(), clientId: uuid(), environment: z.enum(ENVIRONMENTS) }),
  /** Who is responsible for the app. */
  manager: z.string(),
  /** What an agent is, by the host of its document, and calls itself; null for an app of an account here. */
  agent: z.object({ host: z.string(), declaredName: z.string() }).nullable(),
  /** The organization that lets it act for its people, which the person can't take back; null for a consent of their own. */
  approvedBy: z.object({ id: uuid(), name: z.string() }).nullable(),
  /** Where it acts. */
  account: z.object({ id: uuid(), name: z.string() }),
  /** By the names that it asked by. */
  scopes: z.array(z.string()),
  givenAt: instant,
  /** Its last token; null for none yet. */
  lastUsedAt: instant.nullable(),
});
export type ConnectedApp = z.infer<typeof ConnectedApp>;

export const ConnectedAppList = z.object({ data: z.array(ConnectedApp), nextCursor: z.null() });
export type ConnectedAppList = z.infer<typeof ConnectedAppList>;

export const ConsentParams = z.object({ consentId: uuid() });

export const ConsentListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ConsentListInput = z.output<typeof ConsentListQuery>;

/** Whom an app acts for, as those see it who manage it. */
export const AppConsent = z.object({
  id: uuid(),
  person: z.object({ id: uuid(), name: z.string(), email: z.string() }),
  account: z.object({ id: uuid(), name: z.string() }),
  /** Null where the person is a member no more. */
  profile: z.enum(PROFILES).nullable(),
  /** False while its tokens are refused, since the person is no active member of the account. */
  isActive: z.boolean(),
  /** The organization whose consent it rests on, by name; null where the person gave it. */
  approvedBy: z.string().nullable(),
  scopes: z.array(z.string()),
  givenAt: instant,
  lastUsedAt: instant.nullable(),
});
export type AppConsent = z.infer<typeof AppConsent>;

/** An organization that lets an app act for its people, as those see it who manage the app. */
const AppOrganization = z.object({
  id: uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  givenAt: instant,
  lastUsedAt: instant.nullable(),
});
export type AppOrganization = z.infer<typeof AppOrganization>;

export const AppConsentList = z.object({
  data: z.array(AppConsent),
  /** Those that hold, with the first page; whom the app has acted for by them is among the people. */
  organizations: z.array(AppOrganization),
  nextCursor: uuid().nullable(),
});
export type AppConsentList = z.infer<typeof AppConsentList>;
