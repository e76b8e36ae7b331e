import NextAuth, {
  AuthError,
  CredentialsSignin,
  type NextAuthConfig,
  type NextAuthResult,
  type Profile,
} from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { headers } from "next/headers";
import { z } from "zod";

import { DomainError } from "../domain/errors";
import { readWebSettings } from "../platform/settings/env";
import { createLogger, textsOf } from "../platform/logs/logger";
import { signInWithOidc, signInWithPassword } from "../sessions/sign-in";
import { sessionCookie } from "./cookie-name";
import { knownDevice } from "./device-cookie";
import { requestInfoOf } from "./request";
import { replaceSession } from "./session";
import { COOKIE_SECONDS } from "./session-cookie";
import { noteRefusedSignIn } from "./too-busy";

const log = createLogger("web");

const PasswordSignIn = z.object({
  // PostgreSQL can't look for U+0000, and nobody's address has it.
  email: z
    .string()
    .min(1)
    .max(320)
    .refine((text) => !text.includes("\0")),
  password: z.string().min(1).max(1_000),
});

/** Our own refusal as next-auth reports it: its code in the address of the sign-in page. */
class RefusedSignIn extends CredentialsSignin {
  constructor(refusal: DomainError) {
    super(refusal.message);
    this.code = refusal.code;
  }
}

const credentials = Credentials({
  credentials: { email: {}, password: {} },
  async authorize(input, request) {
    const parsed = PasswordSignIn.safeParse(input);
    if (!parsed.success) return null;
    const info = requestInfoOf(request.headers);
    const device = knownDevice(request.headers, parsed.data.email);
    const signIn = () => signInWithPassword(parsed.data, info, device);
    try {
      return { id: await replaceSession(signIn, request.headers, info) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      noteRefusedSignIn(error);
      throw new RefusedSignIn(error);
    }
  },
});

function oidcProvider(): NextAuthConfig["providers"] {
  const settings = readWebSettings();
  if (!settings.OIDC_ISSUER || !settings.OIDC_CLIENT_ID) return [];
  return [
    {
      id: "oidc",
      name: settings.OIDC_NAME,
      type: "oidc",
      issuer: settings.OIDC_ISSUER,
      clientId: settings.OIDC_CLIENT_ID,
      ...(settings.OIDC_CLIENT_SECRET ? { clientSecret: settings.OIDC_CLIENT_SECRET } : {}),
      checks: ["pkce", "state", "nonce"],
    },
  ];
}

/**
 * What next-auth could not do, for the operator: an issuer that does not answer, a wrong client secret. People's own
 * mistakes are no news. Only texts are taken: beside them, next-auth's errors carry settings and answers of the issuer.
 */
function logFailure(error: Error): void {
  if (error instanceof CredentialsSignin) return;
  const inner = error instanceof AuthError ? error.cause?.err : undefined;
  if (inner instanceof DomainError && inner.code !== "database_unavailable") return;
  log.error({ failure: error.name, causes: textsOf(inner ?? error) }, "sign-in failed");
}

async function signInHereWithOidc(profile: Profile): Promise<string> {
  const requestHeaders = new Headers(await headers());
  const info = requestInfoOf(requestHeaders);
  const identity = {
    issuer: readWebSettings().OIDC_ISSUER ?? "",
    subject: String(profile.sub),
    email: profile.email ?? "",
    isEmailVerified: profile.email_verified === true,
    name: profile.name,
  };
  return replaceSession(() => signInWithOidc(identity, info), requestHeaders, info);
}

function configuration(): NextAuthConfig {
  const settings = readWebSettings();
  const cookie = sessionCookie();
  return {
    secret: settings.AUTH_SECRET,
    trustHost: true,
    basePath: "/api/auth",
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS },
    cookies: {
      sessionToken: {
        name: cookie.name,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: cookie.isSecure },
      },
    },
    logger: { error: logFailure, warn: () => undefined, debug: () => undefined },
    providers: [credentials, ...oidcProvider()],
    callbacks: {
      /** The cookie holds the random id of a row in `sessions` and nothing else. */
      async jwt({ token, user, account, profile }) {
        if (account?.type === "oidc" && profile) {
          return { sid: await signInHereWithOidc(profile) };
        }
        return user?.id ? { sid: user.id } : { sid: token["sid"] };
      },
      /** What `/api/auth/session` shows: nothing that the cookie protects. */
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

let instance: NextAuthResult | null = null;

/** next-auth, made at first use, since it reads settings that a build does not have. */
export function nextAuth(): NextAuthResult {
  instance ??= NextAuth(configuration());
  return instance;
}
