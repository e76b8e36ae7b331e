import { join } from "node:path";
import { Pool } from "pg";
import type { TestProject } from "vitest/node";

import { migrate } from "../migrate";
import { startCluster } from "./cluster";

/** The application's own login, a member of nothing: the queries under test run as it, so each proves its grants. */
export const APPLICATION_LOGIN = "countersign_app";
export const TEMPLATE = "countersign_template";

declare module "vitest" {
  export interface ProvidedContext {
    /** A server on which test files may make databases. */
    databaseServerUrl: string;
  }
}

/** Makes the login, or gives it the password of tests. A server of the tests' own asks nobody for one. */
export async function makeApplicationLogin(server: Pool): Promise<void> {
  const { rowCount } = await server.query("select 1 from pg_roles where rolname = $1", [APPLICATION_LOGIN]);
  const verb = rowCount === 0 ? "create" : "alter";
  await server.query(`${verb} role ${APPLICATION_LOGIN} login password '${APPLICATION_LOGIN}'`);
}

/** The address of a database for the application's own login. */
export function asApplication(url: string): string {
  const address = new URL(url);
  address.username = APPLICATION_LOGIN;
  address.password = APPLICATION_LOGIN;
  return address.href;
}

/** One server and one migrated template database for the whole run; test files clone the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  // What the planner knows of a table is what a test lets it know, and not what a helper came to count meanwhile.
  const cluster = given ? null : await startCluster({ autovacuum: "off" });
  const serverUrl = given ?? cluster?.url ?? "";
  const server = new Pool({ connectionString: serverUrl, max: 1 });
  await server.query(`drop database if exists ${TEMPLATE}`);
  await server.query(`create database ${TEMPLATE}`);
  const templateUrl = new URL(serverUrl);
  templateUrl.pathname = `/${TEMPLATE}`;
  const template = new Pool({ connectionString: templateUrl.href, max: 1 });
  await makeApplicationLogin(server);
  await migrate(template, join(import.meta.dirname, "..", "migrations"), {
    application: { name: APPLICATION_LOGIN, isLogin: true },
  });
  await template.end();
  await server.end();
  project.provide("databaseServerUrl", serverUrl);
  return async () => {
    await cluster?.stop();
  };
}
