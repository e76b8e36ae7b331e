import { randomBytes } from "node:crypto";
import { z } from "zod";

import { reasonText } from "../../lib/contracts/keys/integration-keys";
import { comparableName } from "../../lib/domain/keys/name-text";
import type { Transaction } from "../../lib/kernel/database";
import { passwordFault } from "../../lib/platform/passwords/password-rule";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { findPerson, insertPerson, type Person } from "../../lib/provisioning/person";
import { required, USAGE, type Arguments } from "./arguments";
import { Failure } from "../process/failure";
import { uuid } from "../../lib/contracts/fields/uuid";

const NAME_LENGTH_MAX = 100;
const PASSWORD_BYTES = 18;
const CONTROL = /\p{Cc}|\p{Cf}/u;

/** Reads a flag whose value is one of a list of words. @throws Failure (exit 2) that names the list */
export function choice<T extends string>(
  given: Arguments,
  name: string,
  from: readonly T[],
  fallback?: T,
): T {
  const text = given.values[name] ?? fallback;
  const found = from.find((word) => word === text);
  if (found === undefined) throw new Failure(`--${name} must be one of: ${from.join(", ")}.`, USAGE);
  return found;
}

/** Reads the id of the account from the flags. @throws Failure (exit 2) */
export function accountIdOf(given: Arguments): string {
  return idOf(given, "account", "an account");
}

/** Reads an id from a flag. @param what what it is the id of @throws Failure (exit 2) */
export function idOf(given: Arguments, flag: string, what: string): string {
  const id = required(given, flag).toLowerCase();
  if (!uuid().safeParse(id).success) throw new Failure(`--${flag} must be the id of ${what}.`, USAGE);
  return id;
}

/** Reads why something is done, which stays on the record. @throws Failure (exit 2) */
export function reasonOf(given: Arguments): string {
  const read = reasonText.safeParse(required(given, "reason"));
  if (read.success) return read.data;
  throw new Failure(`--reason can't be used: ${read.error.issues[0]?.message ?? ""}`, USAGE);
}

/** Reads the email address from the flags, in lower case. @throws Failure (exit 2) */
export function emailOf(given: Arguments): string {
  const email = required(given, "email").toLowerCase();
  if (email.length > 320 || !z.email().safeParse(email).success) {
    throw new Failure("--email must be an email address.", USAGE);
  }
  return email;
}

/** Reads the name of a person or an account from a flag. @throws Failure (exit 2) */
export function nameOf(given: Arguments, flag: string, fallback: string): string {
  const name = given.values[flag] === undefined ? fallback : required(given, flag);
  if (name.length > NAME_LENGTH_MAX || CONTROL.test(name)) {
    throw new Failure(`--${flag} must be at most ${NAME_LENGTH_MAX} characters in one line.`, USAGE);
  }
  return comparableName(name);
}

export type Password = {
  readonly hash: string;
  /** A password that was made, to be shown once; null for one that was given. */ readonly made:
    | string
    | null;
};

/**
 * Reads the password from standard input with --password-stdin, or else makes a random one.
 * @param ownTexts what others know of the person: address and names
 * @throws Failure (exit 2) for one that is too short, too long or easy to guess
 */
export async function passwordOf(given: Arguments, ownTexts: readonly string[]): Promise<Password> {
  if (!given.switches.has("password-stdin")) {
    const made = randomBytes(PASSWORD_BYTES).toString("base64url");
    return { hash: await hashPassword(made), made };
  }
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  const password = text.replace(/\r?\n$/, "");
  const fault = await passwordFault(password, ownTexts);
  if (fault) throw new Failure(`The password can’t be used. ${fault.detail}`, USAGE);
  return { hash: await hashPassword(password), made: null };
}

/** Finds the person with the address, or adds one with this name and password. */
export function findOrAdd(
  person: { readonly command: string; readonly email: string; readonly name: string },
  password: Password,
): { work: (tx: Transaction) => Promise<Person>; isNew: () => boolean } {
  let isNew = false;
  return {
    work: async (tx) => {
      const found = await findPerson(tx, person.email);
      isNew = found === null;
      return found ?? (await insertPerson(tx, { ...person, passwordHash: password.hash, isStaff: false }));
    },
    isNew: () => isNew,
  };
}
