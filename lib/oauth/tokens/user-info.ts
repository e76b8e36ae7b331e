import { isForResource } from "../../domain/oauth/resource";
import { ask } from "../../kernel/read";
import { oauthIssuer, readWebSettings } from "../../platform/settings/env";
import { findGoodToken } from "./present-token";

/** Whom a token stands for, as the wire has it (WIRE-FACTS 5): no text is null. */
export type UserInfo = {
  readonly sub: string;
  readonly name: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly created: string;
  readonly email: string;
  /** The one account that the token acts in: clients call the API there, and any other would refuse it. */
  readonly accounts: readonly UserInfoAccount[];
};

type UserInfoAccount = {
  readonly account_id: string;
  readonly is_default: true;
  readonly account_name: string;
  /** Without a path, and without a slash at its end. */
  readonly base_uri: string;
  readonly organization?: {
    readonly organization_id: string;
    readonly links: readonly { readonly rel: "self"; readonly href: string }[];
  };
};

/** Whom this token stands for; null for one that is not good, or is for another resource or a part of the API alone. */
export async function readUserInfo(token: string): Promise<UserInfo | null> {
  const found = await ask((db) => findGoodToken(db, token));
  if (!found || !isForHere(found.resource)) return null;
  const { user, account, organizationId } = found;
  const [given = "", ...family] = user.name.split(" ");
  return {
    sub: user.id,
    name: user.name,
    given_name: given,
    family_name: family.join(" "),
    created: user.createdAt.toISOString(),
    email: user.email,
    accounts: [
      {
        account_id: account.id,
        is_default: true,
        account_name: account.name,
        base_uri: baseUri(),
        ...(organizationId === null ? {} : { organization: organizationOf(organizationId) }),
      },
    ],
  };
}

/** True where a token with this resource is for the whole API, or for this server (RFC 8707). */
function isForHere(resource: string | null): boolean {
  if (resource === null) return true;
  const apiUrl = readWebSettings().GATE_PUBLIC_URL ?? null;
  return isForResource(resource, apiUrl, "/") || isForResource(resource, oauthIssuer(), "/oauth/userinfo");
}

function organizationOf(id: string) {
  return {
    organization_id: id,
    links: [{ rel: "self" as const, href: `${oauthIssuer()}/organizations/${id}` }],
  };
}

/** Where clients call the API: its public address, or for want of one the gate's, as in all texts. */
function baseUri(): string {
  const { GATE_PUBLIC_URL, GATE_URL } = readWebSettings();
  return new URL(GATE_PUBLIC_URL ?? GATE_URL).origin;
}
