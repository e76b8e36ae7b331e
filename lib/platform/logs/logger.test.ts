import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { maskSecrets } from "../../domain/secrets/secrets-in-text";
import { createLogger, textsOf } from "./logger";
import { newSecret } from "../secrets/secrets";

/** What a logger writes. */
function written(work: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  work(createLogger("test", { level: "trace", destination: { write: (line) => lines.push(line) } }));
  return lines.join("");
}

const secrets = (["ik", "iks", "ikt", "ikr", "ikc"] as const).flatMap((kind) =>
  (["sandbox", "production"] as const).map((environment) => newSecret(kind, environment).text),
);

describe("the log holds no secret (I5)", () => {
  it.each(secrets)("%s, wherever it stands and however it is cut", (secret) => {
    const body = secret.slice(8, 30);
    const error = new Error(`no key ${secret}`, { cause: new Error(`because of ${secret}`) });
    const text = written((log) => {
      log.info({ authorization: `Bearer ${secret}`, deep: { er: { token: secret } } }, `a ${secret} b`);
      log.error({ err: error, path: `/x?key=${secret}`, list: [secret, { [secret]: 1 }] }, "failed");
      log.warn({ headers: { cookie: secret, "set-cookie": secret }, body: secret.slice(0, 30) });
    });
    expect(text).not.toContain(body);
    expect(text).toContain("…");
  });

  it("nor a password, a cookie or a token, whatever they look like", () => {
    const text = written((log) => {
      log.info({ password: "hunter2", input: { password: "hunter2", deeper: { secret: "hunter2" } } });
      log.info({
        request: { headers: { cookie: "hunter2", authorization: "hunter2", "access-token": "hunter2" } },
      });
    });
    expect(text).not.toContain("hunter2");
  });

  it("nor the values of a statement that failed, which may be hashes and people's data", () => {
    const cause = Object.assign(new Error("duplicate key"), {
      code: "23505",
      detail: "Key (email)=(hunter2)",
    });
    const error = new DrizzleQueryError(
      "insert into users values ($1, $2)",
      ["hunter2", "hunter2\nhunter2"],
      cause,
    );
    const text = written((log) => log.error({ err: error, requestId: "r-1" }, "unforeseen error"));
    expect(text).not.toContain("hunter2");
    for (const needed of ["insert into users", "duplicate key", "23505", "r-1", "logger.test.ts"]) {
      expect(text).toContain(needed);
    }
  });

  it("nor those values where only the texts of an error are logged", () => {
    const cause = new Error("connect ECONNREFUSED 10.0.0.7:5432");
    const query = new DrizzleQueryError("select 1 where email = $1", ["hunter2", "hunter2\nhunter2"], cause);
    const texts = textsOf(new Error("The database does not answer.", { cause: query }));
    expect(texts).toEqual([
      "The database does not answer.",
      "Failed query: select 1 where email = $1",
      cause.message,
    ]);
  });

  it("but texts that only look a little like one are left alone", () => {
    const text = "ik_live ik_test_ ik_prod_abc";
    expect(maskSecrets(text)).toBe(text);
    expect(maskSecrets("key ik_live_4f2a ends")).toBe("key ik_live_… ends");
  });
});
