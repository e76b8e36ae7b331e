"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { createQueryClient } from "@/lib/queries/client";
import { watchPresence } from "@/lib/queries/people/presence";
import { onSignedOut } from "@/lib/queries/request";

import { leaveSignedOut } from "./person/signed-out";
import { passStyleNonce } from "./theme/style-nonce";

if (typeof document !== "undefined") {
  passStyleNonce();
  onSignedOut(leaveSignedOut);
  watchPresence(document);
}

/** The cache of everything the pages fetched. Secrets never enter it (R9). */
export function QueryProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
