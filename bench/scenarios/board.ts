/** How long the readiness board of a key takes that made a million calls in a month: as its page asks, over HTTP. */
import type { Pool } from "pg";

import { createDayPartitions } from "../../db/day-partitions";
import { freePort } from "../../db/testing/free-port";
import { newGuid, newId } from "../../lib/platform/ids";
import { number } from "../../lib/domain/format/numbers";
import { signIn } from "../browse";
import { figure, median } from "../report";
import type { Scenario } from "../scenario";
import { startServer } from "../servers";

const CALLS = 1_000_000;
const DAYS = 30;
const DAY_MS = 86_400_000;
const WARM_UPS = 3;
const ASKED = 20;
const AIM = { atMost: 200 };

export const board: Scenario = async ({ database }) => {
  const accountId = await makeSandbox(database.owner);
  // The last day of the first suffices; of the second no call counts, so that it is looked for as far back as it goes.
  const counting = await makeBusyKey(database.owner, accountId, "'POST', '/api/rest/v6/agreements'");
  const polling = await makeBusyKey(database.owner, accountId, "'GET', '/api/rest/v6/agreements/1'");
  await database.owner.query("vacuum analyze calls");
  const port = String(await freePort());
  const address = `http://127.0.0.1:${port}`;
  const web = await startServer("bin/web.ts", database.url, {
    PORT: port,
    APP_URL: address,
    GATE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: "a secret of the benchmark that is long enough, 0123456789",
  });
  const { cookie } = await signIn(database.owner, address);
  const ask = (keyId: string) =>
    timesOf(`${address}/api/accounts/${accountId}/integration-keys/${keyId}/go-live`, cookie);
  const [ofCounting, ofPolling] = [await ask(counting), await ask(polling)];
  await web.stop();
  const name = `${number(CALLS)} calls`;
  return [
    figure(`${name} that count: median`, median(ofCounting), "ms", AIM),
    figure(`${name} that count: slowest`, Math.max(...ofCounting), "ms"),
    figure(`${name} that poll: median`, median(ofPolling), "ms", AIM),
    figure(`${name} that poll: slowest`, Math.max(...ofPolling), "ms"),
  ];
};

/** A sandbox account of the first person. */
async function makeSandbox(owner: Pool): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into accounts (id, name, environment, plan, has_integration_keys)
     values ($1, 'Bench sandbox', 'sandbox', 'developer', true)`,
    [id],
  );
  await owner.query(
    `insert into memberships (id, account_id, environment, user_id, profile)
     select $1, $2, 'sandbox', id, 'admin' from users where email = 'bench-0@bench.example'`,
    [newId(), id],
  );
  return id;
}

/** A key with calls all through the last days, all of them this one. @param call method and path as SQL */
async function makeBusyKey(owner: Pool, accountId: string, call: string): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into integration_keys (id, account_id, environment, client_id, name, method, scopes, created_by,
       created_at, expires_at, prefix, last_four)
     select $1, $2, 'sandbox', $3, 'Busy key', 'long_lived', array['agreements:read'], id, now(),
       now() + interval '1 year', 'ik_test', 'zzzz' from users where email = 'bench-0@bench.example'`,
    [id, accountId, newGuid()],
  );
  const client = await owner.connect();
  try {
    await createDayPartitions(client, new Date(Date.now() - (DAYS + 1) * DAY_MS));
  } finally {
    client.release();
  }
  await owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), now() - n * make_interval(secs => $3::float8), $2, $1, $1, ${call}, 'allowed', '{}'
     from generate_series(1, $4::int) as n`,
    [id, accountId, (DAYS * DAY_MS) / 1_000 / CALLS, CALLS],
  );
  return id;
}

/** How long each of some answers takes, one after the other, in milliseconds. */
async function timesOf(url: string, cookie: string): Promise<number[]> {
  const times: number[] = [];
  for (let nth = 0; nth < WARM_UPS + ASKED; nth += 1) {
    const start = performance.now();
    const response = await fetch(url, { headers: { cookie } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`The board was answered ${response.status}`);
    times.push(performance.now() - start);
  }
  return times.slice(WARM_UPS);
}
