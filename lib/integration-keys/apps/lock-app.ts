import { DomainError } from "../../domain/errors";
import type { AuthenticationMethod } from "../../domain/keys/availability";
import { keyStatus, type KeyLife } from "../../domain/keys/key-lifecycle";
import type { AccountContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { clock, lockKey } from "../keys/lock";

/**
 * The app under a row lock, for a change of what it is set up with, and the time after the lock was had.
 * @throws DomainError not_found for another account's | not_key_creator | key_already_revoked | not_an_app, for an agent too
 */
export async function lockApp(tx: Transaction, ctx: AccountContext, keyId: string) {
  const app = await lockKey(tx, ctx, keyId);
  const now = await clock(tx);
  assertUsableApp(app, now);
  if (app.agentUri !== null) throw agentRefusal();
  return { app, now };
}

/** The refusal of setting an agent up: it says itself where its answers go, and can keep no secret. */
function agentRefusal(): DomainError {
  return new DomainError(
    "not_an_app",
    "This key stands for an agent, whose set-up is the document at its address. It has no secrets, key pairs or redirect URIs here.",
  );
}

/** @throws DomainError not_an_app | key_already_revoked */
export function assertUsableApp(key: KeyLife & { readonly method: AuthenticationMethod }, now: Date): void {
  if (key.method !== "oauth") {
    throw new DomainError(
      "not_an_app",
      "This is a long-lived key, which is its own credential. Only OAuth apps have secrets, key pairs and redirect URIs.",
    );
  }
  if (keyStatus(key, now) === "revoked") {
    throw new DomainError(
      "key_already_revoked",
      "This app is revoked, and what belongs to it has ended with it. Create a new app instead.",
    );
  }
}
