"use client";

import { useEffect } from "react";

import { LAST_ACCOUNT_COOKIE } from "./last-account";

const MONTH_SECONDS = 2_592_000;

/** Keeps which account was opened last, so that the front page and the personal pages go back to it. */
export function RememberAccount({ accountId }: { readonly accountId: string }) {
  // The system here is the browser's cookie jar.
  useEffect(() => {
    document.cookie = `${LAST_ACCOUNT_COOKIE}=${accountId}; Path=/; Max-Age=${MONTH_SECONDS}; SameSite=Lax`;
  }, [accountId]);
  return null;
}
