/** Checks per second with a table of calls that is full, next to one that is empty. */
import { runLoad } from "../load";
import { figure, median } from "../report";
import { CONNECTIONS, WARM_UP_SECONDS, type Scenario, type Setup } from "../scenario";
import { seedCalls } from "../seed-calls";
import { startGate } from "../servers";
import { number } from "../../lib/domain/format/numbers";

export const volume: Scenario = async (setup) => {
  const { options, database } = setup;
  await database.owner.query("truncate calls, call_hours, key_activity, scope_uses");
  const none = await measure(setup);
  await database.owner.query("truncate calls");
  await seedCalls(database.owner, options.keys, options.calls);
  const full = await measure(setup);
  return [
    figure("answers with no calls recorded", none, "/s"),
    figure(`answers with ${number(options.calls)} calls recorded`, full, "/s"),
    figure("full to empty", full / none, "", { atLeast: 0.9 }),
  ];
};

async function measure({ options, database, allKeys }: Setup): Promise<number> {
  // What was filled in is on disk before, so that writing it is not measured.
  await database.owner.query("checkpoint");
  const gate = await startGate(database.url);
  const load = { url: gate.url, connections: CONNECTIONS, secretsPath: allKeys };
  await runLoad({ ...load, seconds: WARM_UP_SECONDS });
  const perSecond: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    perSecond.push((await runLoad({ ...load, seconds: options.seconds })).perSecond);
  }
  await gate.stop();
  return median(perSecond);
}
