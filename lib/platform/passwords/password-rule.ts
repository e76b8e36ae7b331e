import { guessingFault, ownWords } from "../../domain/people/password-guessing";
import { lengthFault } from "../../domain/people/passwords";
import { commonPasswords } from "./common-passwords";

/**
 * What is wrong with a new password, as a sentence that says what helps; null for one that may be used. No composition
 * rules: length, and that nobody guesses it by hand or by list.
 * @param ownTexts what others know of the person: address, name, names of accounts and organizations
 */
export async function passwordFault(
  password: string,
  ownTexts: readonly string[],
): Promise<{ readonly code: string; readonly detail: string } | null> {
  const fault = lengthFault(password);
  return fault ?? guessingFault(password, ownWords(ownTexts), await commonPasswords());
}
