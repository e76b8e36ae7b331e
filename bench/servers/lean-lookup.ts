/**
 * For comparison with (b): the least that one prepared lookup per request can be. It knows no plan, closed account,
 * ended overlap, limit or allowed address, and makes no scopes effective.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool } from "pg";

import { sha256 } from "../../lib/platform/secrets/secrets";
import { ANSWER_HEADERS, listen } from "./listen";

/** Key, account and creator: the least that tells whether a key is good. */
const LOOKUP = `
select k.id, k.client_id, k.scopes, k.expires_at, k.revoked_at, a.id as account_id, a.status, a.plan,
  m.user_id, m.profile, m.status as membership_status
from credentials c
join integration_keys k on k.id = c.key_id
join accounts a on a.id = k.account_id
join memberships m on m.account_id = k.account_id and m.user_id = k.created_by
where c.secret_hash = $1`;

const pool = new Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });

async function isGood(authorization: string | undefined): Promise<boolean> {
  const hash = sha256(authorization?.slice("Bearer ".length) ?? "");
  const { rows } = await pool.query<{ expires_at: Date; revoked_at: Date | null; membership_status: string }>(
    {
      name: "lookup",
      text: LOOKUP,
      values: [hash],
    },
  );
  const [row] = rows;
  return (
    row !== undefined &&
    row.revoked_at === null &&
    row.expires_at.getTime() > Date.now() &&
    row.membership_status === "active"
  );
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead((await isGood(request.headers.authorization)) ? 200 : 401, ANSWER_HEADERS);
  response.end();
}

listen(createServer((request, response) => void answer(request, response)));
