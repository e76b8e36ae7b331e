/** (c) better-auth's API-key plugin on the same PostgreSQL: what a TypeScript team would pick instead. */
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool } from "pg";

import { ANSWER_HEADERS, listen } from "./listen";

const KEYS = 1_000;

// Tables of its own, beside ours, since it names one of them like we do.
const pool = new Pool({
  connectionString: process.env["DATABASE_URL"],
  max: 10,
  options: "-c search_path=better_auth",
});
const options = {
  secret: "a secret of the benchmark that is long enough, 0123456789",
  baseURL: "http://127.0.0.1",
  database: pool,
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  logger: { disabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};
const auth = betterAuth(options);

/** Makes its tables and keys, and writes the keys where the load finds them. */
async function prepare(): Promise<void> {
  await pool.query("create schema if not exists better_auth");
  await (await getMigrations(options)).runMigrations();
  const { user } = await auth.api.signUpEmail({
    body: { name: "Bench", email: `bench-${Date.now()}@bench.example`, password: "countersign-bench" },
  });
  const secrets: string[] = [];
  for (let key = 0; key < KEYS; key += 1) {
    const made = await auth.api.createApiKey({ body: { userId: user.id, name: `Bench ${key}` } });
    secrets.push(made.key);
  }
  writeFileSync(process.env["SECRETS_PATH"] ?? "", `${secrets.join("\n")}\n`);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const key = request.headers.authorization?.slice("Bearer ".length) ?? "";
  const { valid } = await auth.api.verifyApiKey({ body: { key } });
  response.writeHead(valid ? 200 : 401, ANSWER_HEADERS);
  response.end();
}

await prepare();
listen(createServer((request, response) => void answer(request, response)));
