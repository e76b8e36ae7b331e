/** Whether a claim is held is the same as SQL and in the domain, whatever its life. */
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";

import { claimedDomains } from "@/db/schema/organizations";
import { testDatabase } from "@/db/testing/database";
import { makeClaim, makeOrganization } from "@/db/testing/organization";

import { claimStatus, isHeld } from "../domain/organizations/domain-claim";
import { isHeldClaim } from "./domain-claim";

const database = testDatabase();
const WEEK_MS = 7 * 86_400_000;

it("of a claim in each state is what the domain says", async () => {
  const organizationId = await makeOrganization(database.db, {});
  const now = new Date();
  const at = (ms: number) => new Date(now.getTime() + ms);
  const verifiedAt = at(-2 * WEEK_MS);
  const lives = [
    { verifiedAt: null, failingSince: null, lapsedAt: null },
    ...[null, at(-60_000), at(-WEEK_MS + 60_000), at(-WEEK_MS - 60_000)].flatMap((failingSince) =>
      [null, at(-1_000)].map((lapsedAt) => ({ verifiedAt, failingSince, lapsedAt })),
    ),
  ];
  for (const [index, life] of lives.entries()) {
    await makeClaim(database.db, organizationId, { domain: `d${index}.example`, ...life });
  }
  const held = await database.db
    .select({ domain: claimedDomains.domain })
    .from(claimedDomains)
    .where(and(eq(claimedDomains.organizationId, organizationId), isHeldClaim()));
  const expected = lives.flatMap((life, index) =>
    isHeld(claimStatus(life, now)) ? [`d${index}.example`] : [],
  );
  expect(held.map(({ domain }) => domain).toSorted()).toEqual(expected);
  expect(expected.length).toBeGreaterThan(1);
});

it("for an hour yet is not of one that lapses before", async () => {
  const organizationId = await makeOrganization(database.db, {});
  const [hour, now] = [3_600_000, Date.now()];
  for (const [name, left] of [
    ["soon", hour - 60_000],
    ["later", hour + 60_000],
  ] as const) {
    await makeClaim(database.db, organizationId, {
      domain: `${name}.example`,
      verifiedAt: new Date(now - 2 * WEEK_MS),
      failingSince: new Date(now - WEEK_MS + left),
    });
  }
  const held = await database.db
    .select({ domain: claimedDomains.domain })
    .from(claimedDomains)
    .where(and(eq(claimedDomains.organizationId, organizationId), isHeldClaim(hour)));
  expect(held).toEqual([{ domain: "later.example" }]);
});
