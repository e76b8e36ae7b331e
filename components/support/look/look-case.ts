"use client";

import { createContext, useContext } from "react";

/** The id of the case that an account is looked at with: what is changed on its page is done in that case. */
export const LookCase = createContext<string | undefined>(undefined);

/** That case, as the body of a change names it. */
export function useInCase(): { readonly caseId?: string } {
  const caseId = useContext(LookCase);
  return caseId === undefined ? {} : { caseId };
}
