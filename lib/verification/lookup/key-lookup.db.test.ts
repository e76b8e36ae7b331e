import type { QueryConfig } from "pg";
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { sha256Hex } from "../../platform/secrets/secrets";
import type { GateDatabase } from "../statement/statement";
import { createKeptActors } from "./kept-actors";
import { lookUpKeys } from "./key-lookup";
import { lookUpSecrets } from "./lookup";
import type { FoundPrincipal } from "./principal";

const database = testDatabase();
const gateDatabase = (): GateDatabase => ({ pool: database.db.$client, hasPreparedStatements: true });

const DAY_MS = 86_400_000;

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const keys = [
    await makeKey(database.db, tenant.account, tenant.people.ada.id),
    await makeKey(database.db, tenant.account, tenant.people.ada.id, {
      scopes: [],
      allowedRanges: ["192.0.2.0/24"],
      expiresAt: new Date(Date.now() + 2 * DAY_MS),
      retiresAt: new Date(Date.now() + DAY_MS),
    }),
    await makeKey(database.db, tenant.account, tenant.people.max.id),
  ];
  return { tenant, hashes: keys.map(({ secret }) => sha256Hex(secret)) };
}

/** What was found, but for the quota, of which memory knows nothing, and for when and how. */
const lasting = (found: FoundPrincipal | null | undefined) =>
  found && { ...found, isToBeProved: null, now: null, facts: { ...found.facts, used: null } };
const hows = (found: readonly (FoundPrincipal | null)[]) =>
  found.map((one) => (one?.isToBeProved ? "to be proved" : one && "whole"));

/** Those whom keys act as, who are of use in as many tries as are told. */
function makeActors(isDue = true) {
  const told: boolean[] = [];
  const trials = { isDue: () => isDue, tell: (isOfUse: boolean) => void told.push(isOfUse) };
  return { ...createKeptActors(10), trials, told };
}

describe("looking up keys", () => {
  it("finds the same by their own rows as by all that decides, once whom they act as is known", async () => {
    const { hashes } = await arrange();
    const secrets = [...hashes, "00".repeat(32), ...hashes].map((hash) => ({ hash }));
    const actors = makeActors();
    const before = await lookUpKeys(gateDatabase(), actors, secrets);
    expect(hows(before)).toEqual(["whole", "whole", "whole", null, "whole", "whole", "whole"]);
    if (before[0]) actors.note(before[0]);
    const after = await lookUpKeys(gateDatabase(), actors, secrets);
    const some = ["to be proved", "to be proved", "whole"];
    expect(hows(after)).toEqual([...some, null, ...some]);
    expect(after.map(lasting)).toEqual(before.map(lasting));
    expect(after[1]?.proof.until).not.toBeNull();
    expect(after[0]?.now).toBeInstanceOf(Date);
    expect(actors.told).toEqual([...before.map(() => false), false, false, false]);
  });

  it("takes all that decides where less was not enough, and where it is not worth trying", async () => {
    const { hashes } = await arrange();
    const [trying, not] = [makeActors(), makeActors(false)];
    for (const found of await lookUpSecrets(gateDatabase(), "long_lived", hashes)) {
      for (const actors of [trying, not]) if (found) actors.note(found);
    }
    const secrets = hashes.map((hash, index) => ({ hash, isWhole: index === 1 }));
    const found = await lookUpKeys(gateDatabase(), trying, secrets);
    expect(hows(found)).toEqual(["to be proved", "whole", "to be proved"]);
    expect(hows(await lookUpKeys(gateDatabase(), not, secrets))).toEqual(["whole", "whole", "whole"]);
    expect([trying.told, not.told]).toEqual([[], []]);
  });

  it("takes nobody into account who came to be known while the keys were read", async () => {
    const { hashes } = await arrange();
    const [whole] = await lookUpSecrets(gateDatabase(), "long_lived", hashes);
    const actors = makeActors();
    const pool = new Proxy(database.db.$client, {
      get: (target, name) =>
        name === "query"
          ? async (query: QueryConfig) => {
              const result = await target.query(query);
              if (whole) actors.note(whole);
              return result;
            }
          : Reflect.get(target, name),
    });
    const secrets = hashes.map((hash) => ({ hash }));
    const late = await lookUpKeys({ pool, hasPreparedStatements: true }, actors, secrets);
    expect(hows(late)).toEqual(["whole", "whole", "whole"]);
    expect(hows(await lookUpKeys(gateDatabase(), actors, secrets))).toEqual([
      "to be proved",
      "to be proved",
      "whole",
    ]);
  });
});
