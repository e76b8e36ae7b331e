import { and, eq, sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { accounts } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthCodes, oauthRefreshTokens, oauthTokenFamilies } from "@/db/schema/oauth";

import { ask } from "../../kernel/read";
import { sha256 } from "../../platform/secrets/secrets";
import { APP_COLUMNS, isUsableApp, toApp, type OAuthApp } from "../clients/apps";

/**
 * The app that an agent is in the account that a code or token of it is for; none where there is no such thing, or it is another
 * client's. Nothing is fetched: what an agent has got is bound to the address that it was got with.
 * @param presented the code, refresh token or access token that it comes with
 */
export async function findAgentApps(clientUri: string, presented: string): Promise<OAuthApp[]> {
  const hash = sha256(presented);
  const rows = await ask((db) =>
    db
      .select(APP_COLUMNS)
      .from(agents)
      .innerJoin(integrationKeys, eq(integrationKeys.id, agents.keyId))
      .innerJoin(accounts, eq(accounts.id, integrationKeys.accountId))
      .where(
        and(
          eq(agents.clientUri, clientUri),
          isUsableApp(),
          sql`${agents.keyId} in (
            select ${oauthCodes.keyId} from ${oauthCodes} where ${oauthCodes.codeHash} = ${hash}
            union all select ${oauthTokenFamilies.keyId} from ${oauthTokenFamilies}
              join ${oauthRefreshTokens} on ${oauthRefreshTokens.familyId} = ${oauthTokenFamilies.id}
              where ${oauthRefreshTokens.tokenHash} = ${hash}
            union all select ${accessTokens.keyId} from ${accessTokens} where ${accessTokens.secretHash} = ${hash})`,
        ),
      ),
  );
  return rows.map(toApp);
}
