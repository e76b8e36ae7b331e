/** The steps of a key's way as tests take them, on a database of their own. */
import { eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import type { TestDatabase } from "@/db/testing/database";
import { actionsOf, arrangeWay } from "@/db/testing/way-to-production";

import type { AccountContext } from "@/lib/kernel/context";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { requestMigration } from "@/lib/go-live/request-migration";
import { requestReview } from "@/lib/go-live/request-review";

type Way = Awaited<ReturnType<typeof arrangeWay>>;

/** What a review is asked for with. */
export const REVIEW = {
  classification: "private_custom" as const,
  description: "Exports signed agreements every night",
  contact: "ada@acme.example",
};

const review = (way: Way, changes: Partial<Parameters<typeof requestReview>[1]> = {}) =>
  requestReview(way.ada, { ...REVIEW, keyId: way.key.id, ...changes });
const migrate = (way: Way, ctx: AccountContext = way.ada, accountId = way.production.account.id) =>
  requestMigration(ctx, { keyId: way.key.id, accountId });
const see = (way: Way) => getGoLive(way.ada, way.key.id);

/** Steps of Ada's, unless told otherwise, and what can be seen of them. */
export function stepsOn(database: TestDatabase) {
  const arrange = (options?: Parameters<typeof arrangeWay>[1]) => arrangeWay(database.db, options);
  const actionsIn = (way: Way) =>
    Promise.all([way.sandbox, way.production].map(({ account }) => actionsOf(database.db, account.id)));
  const copiesOf = (way: Way) =>
    database.db
      .select()
      .from(integrationKeys)
      .where(eq(integrationKeys.accountId, way.production.account.id));
  const arrangeRequested = async (options?: Parameters<typeof arrangeWay>[1]) => {
    const way = await arrange(options);
    await review(way);
    await migrate(way);
    const { migration } = await see(way);
    return { ...way, caseId: migration?.caseId ?? "" };
  };
  return { arrange, arrangeRequested, review, migrate, see, actionsIn, copiesOf };
}
