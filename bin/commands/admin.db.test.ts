import { expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { runProgram } from "../../db/testing/program";
import { verifyPassword } from "../../lib/platform/passwords/passwords";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase();

function admin(...args: string[]) {
  return runProgram("bin/admin.ts", {
    args,
    environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
  });
}

async function rows<T extends object>(text: string, values: readonly unknown[]): Promise<T[]> {
  return (await database.owner.query<T>(text, [...values])).rows;
}

it("makes the first staff user and an account, on the record, with a password that works", async () => {
  const { code, output } = await admin(
    "create",
    "--email",
    "Olga@Operator.example",
    "--account",
    "Operations",
  );
  expect(code, output).toBe(0);
  const password = /shown this once: (\S+)/.exec(output)?.[1] ?? "";

  const [person] = await rows<{ id: string; hash: string; staff: string }>(
    "select id, password_hash as hash, staff_role as staff from users where email = $1",
    ["olga@operator.example"],
  );
  expect(person?.staff).toBe("support");
  expect(await verifyPassword(person?.hash ?? null, password)).toBe(true);
  const [account] = await rows<{ id: string; environment: string; plan: string }>(
    `select a.id, a.environment, a.plan from accounts a join memberships m on m.account_id = a.id
     where m.user_id = $1 and m.profile = 'admin' and a.name = 'Operations' and a.has_integration_keys`,
    [person?.id],
  );
  expect(account).toMatchObject({ environment: "production", plan: "enterprise" });
  const events = await rows<{ action: string }>(
    "select action from audit_events where chain_id = $1 and actor_kind = 'system' order by sequence",
    [account?.id],
  );
  expect(events.map((event) => event.action)).toEqual(["account.created", "member.added"]);
  expect(JSON.stringify(await rows("select * from audit_events", []))).not.toContain(password);

  const again = await admin("create", "--email", "olga@operator.example");
  expect(again.code).toBe(2);
  expect(again.output.trim()).toBe(
    "countersign: There is a person with the address olga@operator.example already.",
  );
}, 60_000);

it("changes accounts and members, and puts it on the record, which verifies until a row is changed", async () => {
  const made = await admin("create", "--email", "first@operator.example", "--account", "Chained");
  const accountId = /\(([0-9a-f-]{36})\)/.exec(made.output)?.[1] ?? "";
  for (const command of [
    ["member", "add", "--account", accountId, "--email", "second@operator.example", "--profile", "viewer"],
    ["account", "set-plan", "--account", accountId, "--plan", "business"],
    ["account", "set-feature", "--account", accountId, "--keys", "off"],
  ]) {
    const { code, output } = await admin(...command);
    expect(code, output).toBe(0);
  }

  const verify = () =>
    runProgram("bin/audit-verify.ts", {
      args: ["--account", accountId],
      environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
    });
  const whole = await verify();
  expect(whole.code, whole.output).toBe(0);
  expect(whole.output).toContain("1 record, 5 events, 0 broken.");
  await database.owner.query(
    "update audit_events set actor_name = 'nobody' where chain_id = $1 and sequence = 3",
    [accountId],
  );
  const changed = await verify();
  expect(changed.code).toBe(1);
  expect(changed.output).toContain(`(${accountId}): Event 3 is not what was written`);
}, 90_000);

it("makes an organization of an account, and names its admin, on the account's record", async () => {
  const made = await admin("create", "--email", "org@operator.example", "--account", "Grouped");
  const accountId = /\(([0-9a-f-]{36})\)/.exec(made.output)?.[1] ?? "";
  const why = ["--reason", "Contract 7"];
  const created = await admin("organization", "create", "--name", "Group", "--account", accountId, ...why);
  expect(created.code, created.output).toBe(0);
  const organizationId = /\(([0-9a-f-]{36})\)/.exec(created.output)?.[1] ?? "";
  const add = ["organization", "add-admin", "--organization", organizationId, ...why];
  const named = await admin(...add, "--email", "Org@operator.example");
  expect(named.output.trim()).toBe("org@operator.example is an admin of the organization.");
  const refused = await admin(...add, "--email", "nobody@operator.example");
  expect([refused.code, refused.output]).toEqual([2, expect.stringContaining("Nobody with the address")]);
  const events = await rows<{ action: string; reason: string | null }>(
    "select action, reason from audit_events where chain_id = $1 and sequence > 2 order by sequence",
    [accountId],
  );
  expect(events).toEqual([
    { action: "organization.created", reason: "Contract 7" },
    { action: "account.organization_changed", reason: "Contract 7" },
    { action: "organization.admin_added", reason: "Contract 7" },
  ]);

  const remove = ["organization", "remove-admin", "--organization", organizationId, ...why];
  const last = await admin(...remove, "--email", "org@operator.example");
  expect([last.code, last.output]).toEqual([2, expect.stringContaining("left without an admin")]);
  const takeOut = ["organization", "take-out-account", "--account", accountId, ...why];
  const alone = await admin(...takeOut);
  expect([alone.code, alone.output]).toEqual([2, expect.stringContaining("left without an admin")]);
  expect((await admin(...remove, "--email", "org@operator.example", "--leaves-none")).code).toBe(0);
  expect((await admin(...takeOut)).output.trim()).toBe("The account is in no organization any more.");
  const put = ["organization", "put-account", "--organization", organizationId, "--account", accountId];
  expect((await admin(...put, ...why)).output.trim()).toBe("The account belongs to the organization.");

  const person = ["--email", "org@operator.example", ...why];
  expect((await admin("person", "deactivate", ...person)).output.trim()).toBe(
    "org@operator.example is deactivated in all accounts.",
  );
  expect((await admin("person", "reactivate", ...person)).output.trim()).toBe(
    "org@operator.example is active again.",
  );
  const nobody = await admin("person", "deactivate", "--email", "nobody@operator.example", ...why);
  expect([nobody.code, nobody.output.trim()]).toEqual([2, "countersign: There is nobody with this address."]);
}, 90_000);

it.each([
  ["an unknown command", ["erase", "everything"], "There is no command erase everything"],
  ["a missing address", ["create"], "--email is missing"],
  ["an address that is none", ["create", "--email", "olga"], "--email must be an email address"],
  ["an unknown flag", ["create", "--mail", "x"], "Unknown option '--mail'"],
  ["an unknown plan", ["create", "--email", "o@o.example", "--plan", "gold"], "--plan must be one of"],
  [
    "a plan that does not fit the environment",
    ["create", "--email", "o@o.example", "--environment", "sandbox", "--plan", "enterprise"],
    "The plan developer is for sandbox accounts",
  ],
  [
    "an account that does not exist",
    ["account", "set-plan", "--account", "0199c326-7f80-7242-9039-7e489b147be0", "--plan", "business"],
    "There is no such account.",
  ],
])("refuses %s in one line, with exit code 2", async (_, args, text) => {
  const { code, output } = await admin(...args);
  expect(code).toBe(2);
  expect(output).toContain(`countersign: ${text}`);
  expect(output.trim().split("\n")).toHaveLength(1);
});

it("gives somebody who lost it another password, ends the sessions, and puts both on the person's record", async () => {
  const made = await admin("create", "--email", "lost@operator.example");
  const before = /shown this once: (\S+)/.exec(made.output)?.[1] ?? "";
  const [person] = await rows<{ id: string }>("select id from users where email = $1", [
    "lost@operator.example",
  ]);
  await database.owner.query(
    `insert into sessions (id_hash, public_id, user_id, expires_at)
     select md5(n::text), gen_random_uuid(), $1, now() + interval '1 hour' from generate_series(1, 2) n`,
    [person?.id],
  );

  const { code, output } = await admin("password", "--email", "Lost@Operator.example");
  expect(code, output).toBe(0);
  expect(output).toContain("Sessions ended: 2.");
  const after = /shown this once: (\S+)/.exec(output)?.[1] ?? "";
  const [kept] = await rows<{ hash: string }>("select password_hash as hash from users where id = $1", [
    person?.id,
  ]);
  expect(await verifyPassword(kept?.hash ?? null, after)).toBe(true);
  expect(await verifyPassword(kept?.hash ?? null, before)).toBe(false);
  expect(
    await rows("select 1 from sessions where user_id = $1 and revoked_at is null", [person?.id]),
  ).toEqual([]);
  const events = await rows<{ action: string; kind: string }>(
    "select action, actor_kind as kind from audit_events where chain_id = $1 order by sequence",
    [person?.id],
  );
  expect(events.map(({ action, kind }) => `${kind} ${action}`)).toEqual([
    "system person.created",
    "system password.changed",
    "system session.revoked",
    "system session.revoked",
  ]);

  expect(await rows("select must_change_password as must from users where id = $1", [person?.id])).toEqual([
    { must: true },
  ]);

  const nobody = await admin("password", "--email", "nobody@operator.example");
  expect(nobody.code).toBe(2);
  expect(nobody.output.trim()).toBe("countersign: There is nobody with this address.");
}, 60_000);

it("takes no password on standard input that is guessed first, the person's own words among them", async () => {
  await admin("create", "--email", "rosalind@operator.example", "--account", "Zyrkowitz Hospital");
  for (const [input, text] of [
    ["short", "Use at least 12 characters: these are 5."],
    ["password1234", "This is easy to guess"],
    ["zyrkowitz-hospital", "This is little more than your name"],
    ["rosalind@operator.example", "This is"],
  ] as const) {
    const { code, output } = await runProgram("bin/admin.ts", {
      args: ["password", "--email", "rosalind@operator.example", "--password-stdin"],
      environment: { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
      input,
    });
    expect(code, output).toBe(2);
    expect(output).toContain(`countersign: The password can’t be used. ${text}`);
  }
}, 60_000);

it("opens sign-in by password to one person for an hour where it is closed to everybody, and says where", async () => {
  await admin("create", "--email", "glass@operator.example");
  const { code, output } = await runProgram("bin/admin.ts", {
    args: ["password", "--email", "glass@operator.example"],
    environment: {
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      PASSWORD_SIGN_IN: "off",
    },
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/until .* UTC this person may sign in by password at \/sign-in\?way=password\./);
  const [opened] = await rows<{ minutes: number }>(
    "select round(extract(epoch from password_open_until - now()) / 60)::int as minutes from users where email = $1",
    ["glass@operator.example"],
  );
  expect([59, 60]).toContain(opened?.minutes);
}, 60_000);
