/** An account and a person of a story's own: nobody else's story changes with what happens in it. */
import { databaseUrlOf } from "../../bin/database/embedded-address";
import { openOwnerPool } from "../../bin/database/database";
import { databaseOf, type Database } from "../../db/client";
import { makeClaim, makeOrganization } from "../../db/testing/organization";
import { runProgram } from "../../db/testing/program";
import { CONSOLE_URL } from "../server/addresses";
import { bffOf, type Bff } from "./bff";
import { expect, uniqueName, type Visitor } from "./fixtures";

export type OwnAccount = {
  readonly accountId: string;
  /** The person's, who is the admin that the account was made with. */
  readonly userId: string;
  readonly name: string;
  readonly bff: Bff;
  /** A command of the operator on this account: `set-limits`. */
  readonly operate: (verb: string, ...args: string[]) => Promise<void>;
  /** Ends this person's part in the account by the operator, who leaves it without an admin. */
  readonly leave: () => Promise<void>;
};

type NewAccount = {
  readonly name?: string;
  readonly environment?: "sandbox" | "production";
  /** Of the person's mail address. */
  readonly domain?: string;
};

/** The password that the person of an own account chooses. */
export const CHOSEN = "purple anchor velvet mongoose";

async function admin(...args: string[]): Promise<string> {
  const { code, output } = await runProgram("bin/admin.ts", {
    args,
    environment: { DATA_DIR: process.env["DATA_DIR"] ?? "" },
  });
  if (code !== 0) throw new Error(`${args.join(" ")}:\n${output}`);
  return output;
}

/** Makes an account, whose admin this visitor is from now on: a sandbox, or of the Enterprise plan with keys enabled. */
export async function openOwnAccount(
  { context }: Visitor,
  { name = "Harbour Office", environment = "sandbox", domain = "harbour.example" }: NewAccount = {},
): Promise<OwnAccount> {
  const email = `${uniqueName("lena").replace(" ", "-")}@${domain}`;
  const made = await admin(
    "account",
    "create",
    "--name",
    name,
    "--environment",
    environment,
    "--admin",
    email,
  );
  const password = /shown this once: (\S+)/.exec(made)?.[1];
  const signIn = await context.request.post(`${CONSOLE_URL}/api/sign-in`, { data: { email, password } });
  expect(signIn.status()).toBe(204);
  const change = await context.request.put(`${CONSOLE_URL}/api/you/password`, {
    data: { currentPassword: password, newPassword: CHOSEN },
  });
  expect(change.ok()).toBe(true);
  const bff = bffOf(context.request);
  const { user, memberships } = await bff.me();
  const accountId = memberships[0]?.id ?? "";
  return {
    accountId,
    userId: user.id,
    name: user.name,
    bff,
    operate: async (verb, ...args) => {
      await admin("account", verb, "--account", accountId, ...args);
    },
    leave: async () => {
      const who = ["--account", accountId, "--email", email, "--last-admin", "--reason", "Has left"];
      await admin("member", "deactivate", ...who);
    },
  };
}

/** Makes an organization of an account, with an admin; no verb of the console does. @returns its id */
export function makeOwnOrganization(of: {
  readonly accountId: string;
  readonly adminId: string;
}): Promise<string> {
  return arrange((db) => makeOrganization(db, { accountIds: [of.accountId], adminIds: [of.adminId] }));
}

/** Makes a claim of a domain that DNS has proven: the demo asks no DNS. */
export function proveOwnDomain(organizationId: string, domain: string): Promise<unknown> {
  return arrange((db) => makeClaim(db, organizationId, { domain, verifiedAt: new Date() }));
}

async function arrange<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const pool = openOwnerPool(await databaseUrlOf({ DATA_DIR: process.env["DATA_DIR"] ?? "" }));
  try {
    return await work(databaseOf(pool));
  } finally {
    await pool.end();
  }
}
