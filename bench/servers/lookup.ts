/**
 * (b) One prepared lookup per request and no record: the gate's own statement and verdict, without batches, without
 * quota being used up, and without anything being written.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool } from "pg";

import { decide } from "../../lib/domain/verdict/verdict";
import { sha256 } from "../../lib/platform/secrets/secrets";
import { NO_FINDING } from "../../lib/domain/route-table/route-finding";
import { lookUpSecrets } from "../../lib/verification/lookup/lookup";
import { ANSWER_HEADERS, listen } from "./listen";

const database = {
  pool: new Pool({
    connectionString: process.env["DATABASE_URL"],
    max: 10,
    // As the gate has them; without, PostgreSQL would plan each of these statements anew, for a millisecond.
    options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off",
  }),
  hasPreparedStatements: true,
};
const REQUEST = {
  scopes: ["agreements:read"],
  environment: null,
  address: "127.0.0.1",
  apiUrl: null,
  path: "/",
  route: NO_FINDING,
} as const;

async function isGood(authorization: string | undefined): Promise<boolean> {
  const hash = sha256(authorization?.slice("Bearer ".length) ?? "").toString("hex");
  const [found] = await lookUpSecrets(database, "long_lived", [hash]);
  return found ? decide(found.facts, REQUEST, found.now).allowed : false;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead((await isGood(request.headers.authorization)) ? 200 : 401, ANSWER_HEADERS);
  response.end();
}

listen(createServer((request, response) => void answer(request, response)));
