/** What a token by JWT Grant costs, beside the bare verification of the same assertion, and what pages wait meanwhile. */
import { createPublicKey } from "node:crypto";

import { jwtVerify } from "jose";

import { freePort } from "../../db/testing/free-port";
import { signAssertion, type SignedAssertion } from "../assertion-app";
import { signIn, type Session } from "../browse";
import { cpuSeconds } from "../processes";
import { figure, median, type Figure } from "../report";
import { WARM_UP_SECONDS, type Scenario } from "../scenario";
import { startServer } from "../servers";

const CLIENTS = 8;

export const tokens: Scenario = async ({ options, database }) => {
  const port = String(await freePort());
  const address = `http://127.0.0.1:${port}`;
  const web = await startServer("bin/web.ts", database.url, {
    PORT: port,
    APP_URL: address,
    GATE_URL: address,
    AUTH_SECRET: "a secret of the benchmark that is long enough, 0123456789",
  });
  const session = await signIn(database.owner, address);
  const assertion = await signAssertion(database.owner, address);
  const grants = () => repeat(CLIENTS, () => grant(address, assertion.text));
  const warm = grants();
  await loadPages(session, WARM_UP_SECONDS);
  await warm.stop();
  const results: Round[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const bare = await verifications(assertion, options.seconds);
    const before = cpuSeconds(web.pid);
    const alone = grants();
    await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000));
    const done = await alone.stop();
    const given = done / options.seconds;
    const costUs = ((cpuSeconds(web.pid) - before) / done) * 1_000_000;
    const idleMs = await loadPages(session, options.seconds);
    const beside = grants();
    const busyMs = await loadPages(session, options.seconds);
    const givenBeside = (await beside.stop()) / options.seconds;
    results.push({ bare, alone: given, costUs, beside: givenBeside, idleMs, busyMs });
  }
  await web.stop();
  return figures(results);
};

/** Of each: times a second, microseconds of the console's processor time per token, and milliseconds. */
type Round = Readonly<Record<"bare" | "alone" | "costUs" | "beside" | "idleMs" | "busyMs", number>>;

function figures(results: readonly Round[]): Figure[] {
  const of = (name: keyof Round) => median(results.map((result) => result[name]));
  return [
    figure("verifications by jose alone", of("bare"), "/s"),
    figure("tokens by JWT Grant", of("alone"), "/s"),
    figure("processor time of the console per token", of("costUs"), "µs"),
    figure("tokens to verifications", of("alone") / of("bare"), "", { atLeast: 0.5 }),
    figure("tokens while pages are loaded", of("beside"), "/s"),
    figure("pages: p99 without tokens", of("idleMs"), "ms"),
    figure("pages: p99 while tokens are given", of("busyMs"), "ms"),
    figure("p99 with tokens to p99 without", of("busyMs") / of("idleMs"), "", { atMost: 2 }),
  ];
}

/** Verifications per second of one core, which reads the key each time, as the server does. */
async function verifications({ text, publicKeyPem }: SignedAssertion, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let done = 0;
  while (performance.now() < end) {
    await jwtVerify(text, createPublicKey(publicKeyPem), { algorithms: ["RS256"] });
    done += 1;
  }
  return done / seconds;
}

async function grant(address: string, assertion: string): Promise<void> {
  const response = await fetch(`${address}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`A token was refused: ${text}`);
}

/** Does something from many sides until it is told to stop. @returns how often it was done */
function repeat(sides: number, work: () => Promise<void>): { readonly stop: () => Promise<number> } {
  const held = { isStopped: false, done: 0 };
  const all = Promise.all(
    Array.from({ length: sides }, async () => {
      while (!held.isStopped) {
        await work();
        held.done += 1;
      }
    }),
  );
  return {
    stop: async () => {
      held.isStopped = true;
      await all;
      return held.done;
    },
  };
}

/** Loads a page again and again. @returns the p99 of what it took, in milliseconds */
async function loadPages({ page, cookie }: Session, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  const taken: number[] = [];
  while (performance.now() < end) {
    const begun = performance.now();
    const response = await fetch(page, { headers: { cookie } });
    await response.text();
    if (response.status !== 200) throw new Error(`The page was answered ${response.status}`);
    taken.push(performance.now() - begun);
  }
  return taken.toSorted((a, b) => a - b)[Math.ceil(taken.length * 0.99) - 1] ?? Number.NaN;
}
