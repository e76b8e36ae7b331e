/**
 * What this process keeps of those whom keys act as, a person in an account each, so that a key which is not kept is looked
 * up by its own row alone. See "A new key of a known account is looked up by itself" in ../README.md.
 */
import { createGenerations } from "./generations";
import type { Actor, Epochs, FoundPrincipal } from "./principal";

export type KeptActors = {
  /** How many have been noted so far: to be asked before keys are looked up. */
  readonly moment: () => number;
  /** Who was noted before that moment, or undefined. */
  readonly find: (accountId: string, userId: string, moment: number) => Actor | undefined;
  /** Takes note of whom a long-lived key acts as that was looked up and is of use. */
  readonly note: (found: FoundPrincipal) => void;
  /** Forgets who was not proved. */
  readonly forget: (found: FoundPrincipal) => void;
};

type Noted = { readonly actor: Actor; readonly moment: number };

/** Makes a memory that keeps nobody yet. @param max how many it keeps at most */
export function createKeptActors(max: number): KeptActors {
  const noted = createGenerations<Noted>(max);
  let moment = 0;
  return {
    moment: () => moment,
    find: (accountId, userId, before) => {
      const one = noted.get(nameOf(accountId, userId));
      return one && one.moment <= before ? one.actor : undefined;
    },
    note: (found) => {
      if (max === 0 || found.principal.credential.kind !== "long_lived") return;
      const { actsAs } = found.principal;
      const name = nameOf(actsAs.account.id, actsAs.user.id);
      // Who is known by the same epochs stays, and with them the moment: a lookup that is under way may use them.
      if (isSame(noted.get(name)?.actor.epochs, found.proof.epochs)) return;
      moment += 1;
      noted.set(name, { actor: actorOf(found), moment });
    },
    forget: ({ principal: { actsAs } }) => noted.delete(nameOf(actsAs.account.id, actsAs.user.id)),
  };
}

const nameOf = (accountId: string, userId: string) => accountId + userId;

function isSame(known: Epochs | undefined, { accountEpoch, userEpoch }: Epochs): boolean {
  return known?.accountEpoch === accountEpoch && known.userEpoch === userEpoch;
}

function actorOf({ principal, facts, proof, isLogged }: FoundPrincipal): Actor {
  const { manager, account, owner, limits } = facts;
  return {
    isLogged,
    actsAs: principal.actsAs,
    facts: { manager, account, owner, limits },
    epochs: proof.epochs,
  };
}
