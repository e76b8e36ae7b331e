import { z } from "zod";

import { REDIRECT_URIS_PER_APP } from "../../domain/apps/app-limits";
import { readRedirectUris } from "../../domain/apps/redirect-uri";
import { readKeyName } from "../../domain/keys/key-name";
import { CredentialUse } from "./credential-use";
import { expiry, KeyParams } from "./integration-keys";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const PUBLIC_KEY_MAX_LENGTH = 20_000;

/** What people tell a credential of an app by: written like the name of a key. */
const credentialName = z.string({ error: "Give it a name." }).transform((text, context) => {
  const reading = readKeyName(text);
  if (reading.ok) return reading.name;
  const message = reading.code === "name_empty" ? "Give it a name." : reading.detail;
  context.addIssue({ code: "custom", params: { code: reading.code }, message });
  return z.NEVER;
});

export const SecretParams = KeyParams.extend({ secretId: uuid() });
export const KeyPairParams = KeyParams.extend({ keyPairId: uuid() });

export const AddSecretBody = z.strictObject({
  name: credentialName,
  /** Left out: it ends when it is removed. */
  expiresAt: expiry.optional(),
});
export type AddSecretInput = z.output<typeof AddSecretBody>;
export type AddSecretRequest = z.input<typeof AddSecretBody>;

/** A JWK may be sent as the object that it is, or as its text. */
const publicKey = z
  .union([
    z.string().max(PUBLIC_KEY_MAX_LENGTH, { error: "This is too long to be a public key." }),
    z.record(z.string(), z.unknown()),
  ])
  .transform((given, context) => {
    if (typeof given === "string") return given;
    try {
      return JSON.stringify(given);
    } catch {
      // Nested so deeply that it can't be written out.
      context.addIssue({ code: "custom", message: "This is no public key." });
      return z.NEVER;
    }
  });

export const AddKeyPairBody = z.strictObject({
  name: credentialName,
  /** PEM or JWK. Left out: a pair is generated. */
  publicKey: publicKey.optional(),
});
export type AddKeyPairInput = z.output<typeof AddKeyPairBody>;
export type AddKeyPairRequest = z.input<typeof AddKeyPairBody>;

/** The whole list, in the order in which it is shown. */
export const RedirectUrisBody = z.strictObject({
  redirectUris: z
    .array(z.string(), { error: "Name the redirect URIs as a list." })
    .max(REDIRECT_URIS_PER_APP, { error: `An app has at most ${REDIRECT_URIS_PER_APP} redirect URIs.` })
    .transform((texts, context): string[] => {
      const reading = readRedirectUris(texts);
      if (reading.ok) return [...reading.uris];
      const { index, code, detail } = reading;
      context.addIssue({ code: "custom", path: [index], params: { code }, message: detail });
      return z.NEVER;
    }),
  /** The list that was changed: where it is another one by now, nothing is set. Left out: what was sent last holds. */
  previous: z
    .array(z.string(), { error: "Name the redirect URIs before the change as a list." })
    .max(REDIRECT_URIS_PER_APP, { error: `An app has at most ${REDIRECT_URIS_PER_APP} redirect URIs.` })
    .optional(),
});
export type RedirectUrisInput = z.output<typeof RedirectUrisBody>;

export const ImplicitBody = z.strictObject({
  isAllowed: z.boolean({ error: "Say whether Implicit is allowed." }),
});
export type ImplicitInput = z.output<typeof ImplicitBody>;

/** A client secret as it is shown: everything but its value, which nobody has. */
const ClientSecret = z.object({
  id: uuid(),
  name: z.string(),
  lastFour: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type ClientSecret = z.infer<typeof ClientSecret>;

const ClientSecretList = z.object({ data: z.array(ClientSecret), nextCursor: z.null() });
export type ClientSecretList = z.infer<typeof ClientSecretList>;

/** The one response that holds the secret's value (R9); null for a request that was answered before. */
const AddedSecret = z.object({ secret: ClientSecret, value: z.string().nullable() });
export type AddedSecret = z.infer<typeof AddedSecret>;

const KeyPair = z.object({
  id: uuid(),
  name: z.string(),
  /** RFC 7638, SHA-256, in base64url. */
  thumbprint: z.string(),
  bits: z.number().int(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type KeyPair = z.infer<typeof KeyPair>;

const KeyPairList = z.object({ data: z.array(KeyPair), nextCursor: z.null() });
export type KeyPairList = z.infer<typeof KeyPairList>;

/** The one response that holds a private key that was made here; null for a public key that was
 * uploaded, and for a request that was answered before. */
const AddedKeyPair = z.object({
  keyPair: KeyPair,
  privateKeyPem: z.string().nullable(),
  /** Of a key that is taken, but should be longer. */
  warning: z.string().nullable(),
});
export type AddedKeyPair = z.infer<typeof AddedKeyPair>;

const RedirectUris = z.object({ redirectUris: z.array(z.string()) });
export type RedirectUris = z.infer<typeof RedirectUris>;

/** What stops when a credential is removed. */
const RemovalPreview = z.object({
  name: z.string(),
  lastUsedAt: instant.nullable(),
  /** Its calls, who makes them, and what else ends with it. */
  use: CredentialUse,
  /** From this instant on the calls of `use` were looked at. */
  usedSince: instant,
  /** True where the app has no other credential that works: then it can't prove any more who it is. */
  isLastCredential: z.boolean(),
  /** Calls of the app that were let through in the last 24 hours, by whichever credential. */
  callsLastDay: z.number().int(),
});
export type RemovalPreview = z.infer<typeof RemovalPreview>;
