import { z } from "zod";

import { ENVIRONMENTS } from "../../domain/people/profiles";
import { readAskedScopes } from "../../domain/oauth/asked-scopes";
import { reasonText } from "../keys/integration-keys";
import { OrganizationParams } from "./organizations";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const SCOPES_MAX = 100;
const SCOPE_LENGTH_MAX = 100;

export const AuthorizedAppParams = OrganizationParams.extend({ authorizedAppId: uuid() });

/** Scopes by the names that apps ask by, each once. */
const grantNames = z
  .array(z.string().max(SCOPE_LENGTH_MAX), { error: "Name the scopes as a list." })
  .min(1, { error: "Choose a scope at least." })
  .max(SCOPES_MAX, { error: "Name each scope once." })
  .transform((scopes, context) => {
    const reading = readAskedScopes(scopes.join(" "));
    if (reading.ok && reading.names.length > 0) return [...reading.names];
    context.addIssue({ code: "custom", message: "There is a scope that does not exist." });
    return z.NEVER;
  });

export const AuthorizeAppBody = z.strictObject({
  clientId: uuid({ error: "Enter the app’s GUID." }),
  environment: z.enum(ENVIRONMENTS, { error: "Choose sandbox or production." }),
  scopes: grantNames,
});
export type AuthorizeAppInput = z.output<typeof AuthorizeAppBody>;

export const RevokeAuthorizedAppBody = z.strictObject({ reason: reasonText });

/** An app that an organization lets act for its people. */
export const AuthorizedApp = z.object({
  /** The consent's. */
  id: uuid(),
  app: z.object({
    name: z.string(),
    clientId: uuid(),
    environment: z.enum(ENVIRONMENTS),
    /** False where the app was revoked: no consent lets it act any more. */
    isActive: z.boolean(),
  }),
  /** Who is responsible for the app. */
  manager: z.string(),
  /** By the names that apps ask by. */
  scopes: z.array(z.string()),
  givenBy: z.object({ id: uuid(), name: z.string() }),
  givenAt: instant,
  /** Its last token; null for none yet. */
  lastUsedAt: instant.nullable(),
  /** People whom it has got tokens for on this consent, which ends with it. */
  people: z.number().int(),
});
export type AuthorizedApp = z.infer<typeof AuthorizedApp>;

export const AuthorizedAppList = z.object({ data: z.array(AuthorizedApp), nextCursor: z.null() });
export type AuthorizedAppList = z.infer<typeof AuthorizedAppList>;

export const AuthorizedAppAnswer = z.object({ adminConsent: AuthorizedApp });
export type AuthorizedAppAnswer = z.infer<typeof AuthorizedAppAnswer>;

export const AuthorizableAppQuery = z.strictObject({ clientId: uuid({ error: "Enter the app’s GUID." }) });

/** What is known of the apps with a GUID before one is authorized: one per environment at most. */
export const AuthorizableAppList = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      clientId: uuid(),
      environment: z.enum(ENVIRONMENTS),
      manager: z.string(),
      /** The most that its tokens hold. */
      scopes: z.array(z.string()),
      /** What the organization lets it do already. */
      authorized: z.array(z.string()),
    }),
  ),
  nextCursor: z.null(),
});
export type AuthorizableAppList = z.infer<typeof AuthorizableAppList>;
export type AuthorizableApp = AuthorizableAppList["data"][number];
