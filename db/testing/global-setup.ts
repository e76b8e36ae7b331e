import { join } from "node:path";
import { Pool } from "pg";
import type { TestProject } from "vitest/node";

import { migrate } from "../migrate";
import { startCluster } from "./cluster";

export const APPLICATION_ROLE = "countersign_app";
export const TEMPLATE = "countersign_template";

declare module "vitest" {
  export interface ProvidedContext {
    /** A server on which test files may make databases. */
    databaseServerUrl: string;
  }
}

/** One server and one migrated template database for the whole run; test files clone the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const cluster = given ? null : await startCluster();
  const serverUrl = given ?? cluster?.url ?? "";
  const server = new Pool({ connectionString: serverUrl, max: 1 });
  await server.query(`drop database if exists ${TEMPLATE}`);
  await server.query(`create database ${TEMPLATE}`);
  const templateUrl = new URL(serverUrl);
  templateUrl.pathname = `/${TEMPLATE}`;
  const template = new Pool({ connectionString: templateUrl.href, max: 1 });
  await migrate(template, join(import.meta.dirname, "..", "migrations"), APPLICATION_ROLE);
  await template.end();
  await server.end();
  project.provide("databaseServerUrl", serverUrl);
  return async () => {
    await cluster?.stop();
  };
}
