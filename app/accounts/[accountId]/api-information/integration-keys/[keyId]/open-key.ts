import { cache } from "react";

import { orNotFound, requireAccount } from "@/lib/auth/page";
import { notFound } from "@/lib/domain/errors";
import { getIntegrationKey } from "@/lib/integration-keys/keys/reading/get";
import { uuid } from "@/lib/contracts/fields/uuid";

/** The key of the address, looked up once for the layout and its page; "not found" also for another account's. */
export const openKey = cache(async (accountId: string, keyId: string) => {
  const ctx = await requireAccount(accountId);
  return orNotFound(
    uuid().safeParse(keyId).success ? getIntegrationKey(ctx, keyId) : Promise.reject(notFound()),
  );
});
