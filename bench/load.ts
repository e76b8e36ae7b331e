/** Load from wrk: as many requests as so many connections can have answered. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Load = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** One secret per line; each request takes one at random. */
  readonly secretsPath: string;
  /** First line of the requests; the gate's check unless told otherwise. */
  readonly head?: string;
  /** What stands before the secret. */
  readonly credential?: string;
  /** Checks of each request to `/v1/verify`, as a list; without it each request is one of `head`. */
  readonly batch?: number;
};

export type LoadResult = {
  /** Answered requests. */
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers of 400 and above. */
  readonly refused: number;
  /** Requests without an answer. */
  readonly failed: number;
};

type WrkFigures = Omit<LoadResult, "perSecond"> & { readonly durationMs: number };

/** The check of a request as a gateway asks for it. */
export const CHECK = "GET /v1/authorize?scope=agreements:read HTTP/1.1";

/** Runs the load. @throws Error that says what to install where wrk is missing */
export async function runLoad(load: Load): Promise<LoadResult> {
  const { stdout } = await run(
    "wrk",
    [
      "--threads=1",
      `--connections=${load.connections}`,
      `--duration=${load.seconds}s`,
      "--timeout=10s",
      `--script=${join(import.meta.dirname, "random-keys.lua")}`,
      load.url,
    ],
    {
      env: {
        ...process.env,
        BENCH_SECRETS: load.secretsPath,
        BENCH_HEAD: load.head ?? CHECK,
        BENCH_BATCH: String(load.batch ?? 0),
        BENCH_CREDENTIAL: load.credential ?? "Authorization: Bearer ",
      },
    },
  ).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error("wrk was not found. Install it (Debian: apt-get install wrk).", { cause: error });
    }
    throw error;
  });
  const json = /^JSON (.*)$/m.exec(stdout)?.[1];
  if (json === undefined) throw new Error(`wrk printed no figures:\n${stdout}`);
  // Written by random-keys.lua in this shape.
  const { durationMs, ...figures } = JSON.parse(json) as WrkFigures;
  return { ...figures, perSecond: figures.requests / (durationMs / 1000) };
}
