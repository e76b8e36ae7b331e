import type { z } from "zod";

import { parseScope, sortScopes, type Scope } from "../../domain/keys/scopes";

/** Reads canonical or Acrobat names; a scope that is named twice counts once, and each name of none is an issue. */
export function readScopeNames(names: readonly string[], context: z.core.$RefinementCtx): Scope[] {
  const scopes: Scope[] = [];
  for (const [index, name] of names.entries()) {
    const scope = parseScope(name);
    if (scope) scopes.push(scope);
    else {
      const message = `There is no scope ${name.slice(0, 60)}.`;
      context.addIssue({ code: "custom", path: [index], params: { code: "unknown_scope" }, message });
    }
  }
  return sortScopes(scopes);
}
