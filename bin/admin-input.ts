import { randomBytes } from "node:crypto";
import { z } from "zod";

import type { Transaction } from "../lib/kernel/database";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "../lib/domain/passwords";
import { hashPassword } from "../lib/platform/passwords";
import { findPerson, insertPerson, type Person } from "../lib/provisioning/person";
import { required, USAGE, type Arguments } from "./arguments";
import { Failure } from "./failure";

const NAME_LENGTH_MAX = 100;
const PASSWORD_BYTES = 18;
const CONTROL = /\p{Cc}|\p{Cf}/u;

/** One of a list of words. @throws Failure (exit 2) that names the list */
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

/** @throws Failure (exit 2) */
export function accountIdOf(given: Arguments): string {
  const id = required(given, "account");
  if (!z.uuid().safeParse(id).success) throw new Failure("--account must be the id of an account.", USAGE);
  return id;
}

/** @throws Failure (exit 2) */
export function emailOf(given: Arguments): string {
  const email = required(given, "email").toLowerCase();
  if (email.length > 320 || !z.email().safeParse(email).success) {
    throw new Failure("--email must be an email address.", USAGE);
  }
  return email;
}

/** A name for a person or an account. @throws Failure (exit 2) */
export function nameOf(given: Arguments, flag: string, fallback: string): string {
  const name = given.values[flag] === undefined ? fallback : required(given, flag);
  if (name.length > NAME_LENGTH_MAX || CONTROL.test(name)) {
    throw new Failure(`--${flag} must be at most ${NAME_LENGTH_MAX} characters in one line.`, USAGE);
  }
  return name;
}

export type Password = {
  readonly hash: string;
  /** To be shown once; null for one that was given. */ readonly made: string | null;
};

/** The password from standard input with --password-stdin, else a random one. @throws Failure (exit 2) */
export async function passwordOf(given: Arguments): Promise<Password> {
  if (!given.switches.has("password-stdin")) {
    const made = randomBytes(PASSWORD_BYTES).toString("base64url");
    return { hash: await hashPassword(made), made };
  }
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  const password = text.replace(/\r?\n$/, "");
  if (password.length < PASSWORD_MIN_LENGTH || password.length > PASSWORD_MAX_LENGTH) {
    throw new Failure(
      `The password must have ${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters.`,
      USAGE,
    );
  }
  return { hash: await hashPassword(password), made: null };
}

/** Finds the person with the address, or adds one with this name and password. */
export function findOrAdd(
  person: { readonly email: string; readonly name: string },
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
