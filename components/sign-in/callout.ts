import type { Tone } from "@/components/ui/marks/badge";

export type SignInCallout = { readonly tone: Tone; readonly text: string };

/**
 * Why somebody came to the sign-in page, in words.
 * @param query `reason` as our own pages write it, `error` and `code` as next-auth does after single sign-on
 */
export function signInCallout(query: {
  readonly reason?: string | undefined;
  readonly error?: string | undefined;
}): SignInCallout | null {
  if (query.error !== undefined) return { tone: "danger", text: oidcText(query.error) };
  if (query.reason === "ended") {
    return { tone: "caution", text: "Your session has ended. Sign in to go on where you were." };
  }
  if (query.reason === "new-password") {
    return {
      tone: "positive",
      text: "Your password has changed, and all sessions have ended. Sign in with it.",
    };
  }
  if (query.reason === "again") {
    return { tone: "neutral", text: "An application asks you to sign in again before it goes on." };
  }
  if (query.reason === "signed-out") return { tone: "positive", text: "You are signed out." };
  return null;
}

function oidcText(error: string): string {
  if (error === "AccessDenied") return "Single sign-on was cancelled or refused. Nothing has changed here.";
  return "Single sign-on did not let you in: nobody here has this identity yet, or the sign-in service gave an answer that can't be used. Ask the operator of this console to add you.";
}
