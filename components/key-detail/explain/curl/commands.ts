/** What a shell makes of a line: commands as lists of words. */
import type { CurlFault } from "./curl-fault";

/** Stands in a word for what only the shell knows: the value of a variable, the output of a command. */
export const UNKNOWN = "\uE000";

export type Commands = readonly (readonly string[])[] | { readonly fault: CurlFault };

/** Gathers words to commands, in the order in which a shell reads them. */
export function commandGatherer() {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  let isTarget = false;
  const endWord = () => {
    if (word !== null && !isTarget) words.push(word);
    if (word !== null) isTarget = false;
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
    isTarget = false;
  };
  return {
    add: (text: string) => {
      word = (word ?? "") + text;
    },
    endWord,
    endCommand,
    isInWord: () => word !== null,
    /** The next word is where output goes, or input comes from; a number before it is no word either. */
    redirect: () => {
      if (word !== null && /^\d+$/.test(word)) word = null;
      endWord();
      isTarget = true;
    },
    commands: () => {
      endCommand();
      return commands;
    },
  };
}
