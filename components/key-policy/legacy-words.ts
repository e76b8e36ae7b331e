import { newKeyPage, keyPage } from "@/lib/addresses/pages";
import type { LegacyUse } from "@/lib/contracts/keys/legacy-authentication";
import type { LegacyAdvice } from "@/lib/domain/legacy-authentication/policy";

/** What a key's callers should send instead, as a sentence. */
export const ADVICE_TEXTS: Readonly<Record<LegacyAdvice, string>> = {
  bearer_secret: "One person uses it: send this key’s own secret as Authorization: Bearer.",
  jwt_grant: "One person uses it: give the app an RSA key and get tokens by JWT Grant.",
  code_grant: "Several people use it: let each of them consent to an OAuth app.",
};

/** The page on which the advice is followed. */
export function adviceLink(
  accountId: string,
  { key, advice }: Pick<LegacyUse, "key" | "advice">,
): { readonly href: ReturnType<typeof keyPage>; readonly text: string } {
  if (advice === "bearer_secret") return { href: keyPage(accountId, key.id), text: "Open the key" };
  if (key.method === "oauth" && key.isOwn) {
    return { href: keyPage(accountId, key.id, { tab: "credentials" }), text: "Its credentials" };
  }
  return { href: newKeyPage(accountId, { method: "oauth", name: key.name }), text: "Make an OAuth app" };
}
