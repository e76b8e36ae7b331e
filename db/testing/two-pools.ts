import { databaseOf, openPool, type Database } from "../client";

export type TwoPools = {
  readonly db: Database;
  readonly close: () => Promise<void>;
};

/** Opens two pools on a test's database, as two processes have them: each transaction takes the other than the one before it. */
export function openTwoPools(url: string): TwoPools {
  const [one, other] = ["one", "other"].map((applicationName) =>
    openPool(
      { DATABASE_URL: url },
      { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, applicationName },
    ),
  );
  if (!one || !other) throw new Error("Two pools were asked for");
  const connect = one.connect.bind(one) as (...given: readonly unknown[]) => unknown;
  let taken = 0;
  // Transactions call `connect` without a callback, which is the one form that is replaced here.
  const inTurn = (...given: readonly unknown[]) =>
    given.length === 0 && (taken += 1) % 2 === 0 ? other.connect() : connect(...given);
  one.connect = inTurn as typeof one.connect;
  return {
    db: databaseOf(one),
    close: async () => {
      await Promise.all([one.end(), other.end()]);
    },
  };
}
