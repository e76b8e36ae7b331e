/** What a resource server does: asks the gate about each request that it gets. */
import type { APIRequestContext } from "@playwright/test";

import { GATE_URL } from "../server/addresses";

export type GateVerdict = {
  readonly status: number;
  /** The refusal's code; null where the call is allowed. */
  readonly code: string | null;
};

export type CallOptions = {
  readonly method?: string;
  /** What the client asked the resource server for. */
  readonly path?: string;
  /** Scopes that the call needs, separated by spaces. */
  readonly scope?: string;
};

export type Gate = {
  /** One API request with this key, as the gateway in front of the platform presents it. */
  readonly call: (secret: string, options?: CallOptions) => Promise<GateVerdict>;
};

export function gateOf(request: APIRequestContext): Gate {
  return {
    call: async (secret, { method = "GET", path = "/api/rest/v6/agreements", scope } = {}) => {
      const response = await request.get(`${GATE_URL}/v1/authorize`, {
        params: scope === undefined ? {} : { scope },
        headers: {
          Authorization: `Bearer ${secret}`,
          "X-Forwarded-Method": method,
          "X-Forwarded-Uri": path,
        },
      });
      if (response.ok()) return { status: response.status(), code: null };
      // Every refusal of the gate is a problem document with a code.
      const problem = (await response.json()) as { code: string };
      return { status: response.status(), code: problem.code };
    },
  };
}

export const ALLOWED: GateVerdict = { status: 200, code: null };

export function refused(status: number, code: string): GateVerdict {
  return { status, code };
}
