import { isOnThisComputer } from "../../apps/redirect-uri";
import type { ClientUri } from "./client-uri";

/**
 * What a person should know of the place that an agent's answer goes to: anybody can write a document that lists somebody else's
 * redirect URI, or one of this computer. Null where it is the agent's own host.
 */
export function answerCaution({ host }: ClientUri, redirectUri: string): string | null {
  const { host: answerHost } = new URL(redirectUri);
  if (isOnThisComputer(redirectUri)) {
    return `The answer goes to a program on this computer, and nobody can tell whether it is that of ${host}. Allow it only if you have just started it yourself.`;
  }
  if (answerHost === host) return null;
  return `The answer goes to ${answerHost}, not to the agent’s own host. Allow it only if you know that the two belong together.`;
}
