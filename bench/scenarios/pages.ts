/** How much longer checks take while the console renders pages as fast as it can. */
import { freePort } from "../../db/testing/free-port";
import { browse, signIn } from "../browse";
import { runLoad } from "../load";
import { figure, median, type Figure } from "../report";
import { CONNECTIONS, WARM_UP_SECONDS, type Scenario } from "../scenario";
import { startGate, startServer } from "../servers";

export const pages: Scenario = async (setup) => {
  const { options, database } = setup;
  const gate = await startGate(database.url);
  const port = String(await freePort());
  const address = `http://127.0.0.1:${port}`;
  const web = await startServer("bin/web.ts", database.url, {
    PORT: port,
    APP_URL: address,
    GATE_URL: gate.url,
    AUTH_SECRET: "a secret of the benchmark that is long enough, 0123456789",
  });
  const load = { url: gate.url, connections: CONNECTIONS, secretsPath: setup.oneKey };
  const session = await signIn(database.owner, address);
  await runLoad({ ...load, seconds: WARM_UP_SECONDS });
  const idleMs: number[] = [];
  const busyMs: number[] = [];
  const pagesPerSecond: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    idleMs.push((await runLoad({ ...load, seconds: options.seconds })).p99Ms);
    const browsers = browse(session);
    busyMs.push((await runLoad({ ...load, seconds: options.seconds })).p99Ms);
    pagesPerSecond.push((await browsers.stop()) / options.seconds);
  }
  await Promise.all([web.stop(), gate.stop()]);
  return figures(median(idleMs), median(busyMs), median(pagesPerSecond));
};

function figures(idleMs: number, busyMs: number, pagesPerSecond: number): Figure[] {
  return [
    figure("p99 without pages", idleMs, "ms"),
    figure("p99 while pages are rendered", busyMs, "ms"),
    figure("pages", pagesPerSecond, "/s"),
    figure("p99 with pages to p99 without", busyMs / idleMs, "", { atMost: 2 }),
  ];
}
