import type { RankOf } from "../../domain/people/password-guessing";

let ranks: Promise<ReadonlyMap<string, number>> | null = null;

/**
 * The places of words in the lists of zxcvbn-ts: 49,000 common passwords, and English words by how common they are. They
 * are read at first use, on the server alone; nothing is fetched.
 */
export async function commonPasswords(): Promise<RankOf> {
  ranks ??= readLists();
  const known = await ranks;
  return (word) => known.get(word) ?? null;
}

async function readLists(): Promise<ReadonlyMap<string, number>> {
  // The files themselves: the packages' entries unpack a dozen lists more, for half a second in which nothing else runs.
  const lists = await Promise.all([
    import("@zxcvbn-ts/language-common/src/passwords.json"),
    import("@zxcvbn-ts/language-en/src/commonWords.json"),
  ]);
  const known = new Map<string, number>();
  for (const { default: list } of lists) {
    for (const [index, word] of list.entries()) {
      if (index + 1 < (known.get(word) ?? Infinity)) known.set(word, index + 1);
    }
  }
  return known;
}
