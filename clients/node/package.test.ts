/** What would be published is whole: it runs and has types where nothing else of this repository is. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

const HERE = import.meta.dirname;
const MODULES = join(HERE, "../../node_modules");
const app = mkdtempSync(join(tmpdir(), "countersign-client-"));
const Packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));
const Manifest = z.object({
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })])),
  dependencies: z.undefined().optional(),
});
let files: string[];
beforeAll(() => {
  const report = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: HERE,
    encoding: "utf8",
  });
  files = Packed.parse(JSON.parse(report)).flatMap((one) => one.files.map(({ path }) => path));
  const target = join(app, "node_modules/@countersign/client");
  for (const file of files) cpSync(join(HERE, file), join(target, file), { recursive: true });
  writeFileSync(join(app, "package.json"), '{"type":"module"}');
}, 60_000);
afterAll(() => rmSync(app, { recursive: true, force: true }));

it("the package has its modules with their types, its README, and nothing else", () => {
  const { exports } = Manifest.parse(JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")));
  const named = Object.values(exports).flatMap((one) =>
    typeof one === "string" ? [one] : [one.types, one.default],
  );
  expect(named.map((path) => path.replace("./", "")).filter((path) => !files.includes(path))).toEqual([]);
  const others = files.filter((path) => !/^dist\/[\w-]+\.(js|d\.ts)$/.test(path));
  expect(others.toSorted()).toEqual(["README.md", "package.json"]);
});

it("it runs in plain node without any other package, and lets the process end", () => {
  writeFileSync(
    join(app, "app.js"),
    `import { createVerifier } from "@countersign/client";
     import { requireKey } from "@countersign/client/http";
     await import("@countersign/client/express");
     await import("@countersign/client/fastify");
     await import("@countersign/client/hono");
     const verifier = createVerifier({ gateUrl: "http://127.0.0.1:9", timeoutMs: 500 });
     requireKey(verifier, () => undefined);
     const { outcome } = await verifier.verify({ token: "x" });
     await verifier.close();
     console.log(outcome);`,
  );
  expect(execFileSync(process.execPath, ["app.js"], { cwd: app, encoding: "utf8" })).toBe("unavailable\n");
}, 30_000);

it("its types are those of its modules, and fit Express, Fastify and Hono", () => {
  for (const name of ["express", "fastify", "hono", "@types", "undici-types"]) {
    symlinkSync(join(MODULES, name), join(app, "node_modules", name));
  }
  mkdirSync(join(app, "src"));
  writeFileSync(
    join(app, "src/app.ts"),
    `import express from "express";
     import fastify from "fastify";
     import { Hono } from "hono";
     import { createVerifier, identityOf, type Verdict } from "@countersign/client";
     import { requireKey as forExpress } from "@countersign/client/express";
     import { requireKey as forFastify } from "@countersign/client/fastify";
     import { requireKey as forHono, type KeyVariables } from "@countersign/client/hono";
     const verifier = createVerifier({ gateUrl: "http://gate", timeoutMs: 500, maxBatch: 32 });
     express().get("/", forExpress(verifier, { scopes: ["agreements:read"] }), (req, res) => {
       res.send(identityOf(req).accountId);
     });
     fastify().addHook("onRequest", forFastify(verifier, { address: (request) => request.ip }));
     new Hono<KeyVariables>().use(forHono(verifier)).get("/", (c) => c.text(identityOf(c).userId + c.get("countersign")?.keyId));
     export const verdict: Promise<Verdict> = verifier.verify({ token: null });
     // A check has a token, or says that there is none.
     type IsRefused = { method: "GET" } extends Parameters<typeof verifier.verify>[0] ? false : true;
     export const needsToken: IsRefused = true;`,
  );
  const options = [
    "--strict",
    "--noEmit",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--esModuleInterop",
  ];
  const compiler = join(MODULES, "typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, ...options, "--types", "node", "src/app.ts"], {
    cwd: app,
    stdio: "pipe",
  });
}, 60_000);
