/** What has to be set again in production after Go Live: secrets, keys and addresses never come along (S5). */

export const CARRY_OVER_CODES = ["key", "secrets", "key_pairs", "redirect_uris", "first_call"] as const;
export type CarryOverCode = (typeof CARRY_OVER_CODES)[number];

export type CarryOverItem = {
  readonly code: CarryOverCode;
  readonly isDone: boolean;
  /** How many there are of what can be counted; one or none of the rest. */
  readonly sandbox: number;
  readonly production: number;
};

/** What an app is set up with in one environment. */
export type AppSetUp = {
  readonly secrets: number;
  readonly keyPairs: number;
  readonly redirectUris: number;
};

export type CarryOverFacts =
  | { readonly method: "long_lived"; readonly isIssued: boolean; readonly isCalled: boolean }
  | {
      readonly method: "oauth";
      readonly isPublic: boolean;
      readonly isCalled: boolean;
      readonly sandbox: AppSetUp;
      readonly production: AppSetUp;
    };

/**
 * The carry-over plan of a production copy, in the order in which its parts are done: of an app what the sandbox has, and
 * a secret where a confidential app has nothing there either to prove who it is. A part is done where production has one
 * of its own; how many are needed only the developer knows. The first call that is let through shows that the base
 * addresses were changed too.
 */
export function carryOverPlan(facts: CarryOverFacts): CarryOverItem[] {
  const call = once("first_call", facts.isCalled);
  if (facts.method === "long_lived") return [once("key", facts.isIssued), call];
  const { sandbox, production, isPublic } = facts;
  const counted = [
    { code: "secrets", sandbox: sandbox.secrets, production: production.secrets },
    { code: "key_pairs", sandbox: sandbox.keyPairs, production: production.keyPairs },
    { code: "redirect_uris", sandbox: sandbox.redirectUris, production: production.redirectUris },
  ] as const;
  const needsSecret = !isPublic && sandbox.keyPairs === 0;
  return [
    ...counted
      .filter((item) => item.sandbox > 0 || (item.code === "secrets" && needsSecret))
      .map((item) => ({ ...item, isDone: item.production > 0 })),
    call,
  ];
}

function once(code: CarryOverCode, isDone: boolean): CarryOverItem {
  return { code, isDone, sandbox: 1, production: isDone ? 1 : 0 };
}
