"use client";

import { createContext } from "react";

/** The id of the case that an account is looked at with: what is changed on its page is done in that case. */
export const LookCase = createContext<string | undefined>(undefined);
