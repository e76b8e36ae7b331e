/** The console's own API, for what a story needs beforehand and is not about. */
import type { APIRequestContext, APIResponse } from "@playwright/test";

import type { CreatedKey, CreateKeyRequest, IntegrationKey } from "../../lib/contracts/keys/integration-keys";
import type { MemberList } from "../../lib/contracts/people/members";
import type { Me } from "../../lib/contracts/people/sessions";

type Ask = { readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; readonly data?: unknown };

export type MadeKey = { readonly key: IntegrationKey; readonly secret: string };

export type Bff = {
  /** Any request, any answer. */
  readonly ask: (path: string, options?: Ask) => Promise<APIResponse>;
  readonly me: () => Promise<Me>;
  readonly createKey: (
    accountId: string,
    wanted: Pick<CreateKeyRequest, "name"> & Partial<CreateKeyRequest>,
  ) => Promise<MadeKey>;
  /** Makes an OAuth app, which has no secret yet. */
  readonly createApp: (
    accountId: string,
    wanted: Pick<CreateKeyRequest, "name"> & Partial<CreateKeyRequest>,
  ) => Promise<IntegrationKey>;
  readonly members: (accountId: string) => Promise<MemberList>;
  /** Of support: says why an account is looked at, which opens it. */
  readonly look: (accountId: string, reason: string) => Promise<void>;
};

/** The one cast: the route answers with the type of its contract, or the status says otherwise. */
async function expectJson<T>(response: APIResponse): Promise<T> {
  if (!response.ok())
    throw new Error(`${response.url()}: ${response.status()} ${(await response.text()).slice(0, 400)}`);
  return (await response.json()) as T;
}

/**
 * The console's own API, asked as the person whose cookies the requests carry.
 * @param request carries the cookies of the person who asks
 */
export function bffOf(request: APIRequestContext): Bff {
  const ask = (path: string, { method = "GET", data }: Ask = {}) =>
    request.fetch(path, { method, ...(data === undefined ? {} : { data }) });

  return {
    ask,
    me: async () => expectJson<Me>(await ask("/api/me")),
    createKey: async (accountId, wanted) => {
      const path = `/api/accounts/${accountId}/integration-keys`;
      const data = { scopes: ["agreements:read"], ...wanted };
      const { key, secret } = await expectJson<CreatedKey>(await ask(path, { method: "POST", data }));
      if (secret === null) throw new Error("A key was made without a secret.");
      return { key, secret };
    },
    createApp: async (accountId, wanted) => {
      const path = `/api/accounts/${accountId}/integration-keys`;
      const data = { scopes: ["agreements:read"], method: "oauth", ...wanted };
      return (await expectJson<CreatedKey>(await ask(path, { method: "POST", data }))).key;
    },
    look: async (accountId, reason) => {
      const path = `/api/support/accounts/${accountId}/looks`;
      await expectJson(await ask(path, { method: "POST", data: { reason } }));
    },
    members: async (accountId) =>
      expectJson<MemberList>(await ask(`/api/accounts/${accountId}/members?limit=200`)),
  };
}
