import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { passwordLinks } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeTenant, type TestPerson } from "@/db/testing/tenant";

import type { DomainError } from "../../domain/errors";
import { useDatabase } from "../../kernel/database";
import { personOf } from "../../kernel/people/tried-person";
import { newId } from "../../platform/ids";
import type { Mail, Mailer, MailOutcome } from "../../platform/mail";
import { hashPassword } from "../../platform/passwords/passwords";
import { setPassword } from "../../provisioning/set-password";
import { changePassword } from "../change-password";
import { findSession } from "../find";
import { signInWithPassword } from "../sign-in";
import { askForPasswordLink } from "./ask";
import { chooseForgottenPassword } from "./choose";
import { forgetPasswordLinks } from "./forget";
import { mailPasswordLinks } from "./mail";

vi.setConfig({ testTimeout: 30_000 });

const database = testDatabase(useDatabase);
const APP_URL = "https://keys.example.test";
const OLD = "correct horse battery staple";
const NEW = "purple anchor velvet mongoose";
const hash = hashPassword(OLD);

beforeEach(() => vi.stubEnv("DEMO", "on"));
afterEach(async () => {
  vi.unstubAllEnvs();
  await database.owner.query("delete from password_links");
});

let origins = 0;
/** A request from an address that nobody else has used. */
const request = () => {
  origins += 1;
  return { requestId: newId(), address: `2001:db8:0:${origins.toString(16)}::1`, userAgent: "test" };
};

async function makePerson(): Promise<TestPerson> {
  const person = (await makeTenant(database.db, { ada: "admin" })).people.ada;
  await database.ownerDb
    .update(users)
    .set({ passwordHash: await hash })
    .where(eq(users.id, person.id));
  return person;
}

/** Keeps what it is given, and says of each what became of it. */
function mailbox(...outcomes: MailOutcome[]): Mailer & { readonly mails: Mail[] } {
  const mails: Mail[] = [];
  return {
    mails,
    send: (mail) => {
      mails.push(mail);
      return Promise.resolve(outcomes.shift() ?? { kind: "sent" });
    },
    close: () => undefined,
  };
}

const tokenIn = (mail: Mail | undefined): string =>
  /\/forgotten-password\/new#(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";

/** Asks, and takes the token out of the mail. */
async function linkFor(person: TestPerson, typed: string = person.email): Promise<string> {
  const box = mailbox();
  await askForPasswordLink(typed, request());
  await mailPasswordLinks(box, APP_URL);
  expect(box.mails.map((mail) => mail.to.address)).toEqual([person.email]);
  return tokenIn(box.mails[0]);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    (error: DomainError) => error.code,
  );
const choose = (token: string, newPassword = NEW) =>
  codeOf(chooseForgottenPassword({ token, newPassword }, request()));
const signIn = (person: TestPerson, password: string) =>
  signInWithPassword({ email: person.email, password }, request());

async function rowOf(email: string) {
  const [row] = await database.db
    .select()
    .from(passwordLinks)
    .where(eq(passwordLinks.person, personOf(email)));
  return row ?? null;
}

describe("a link to choose another password", () => {
  it("sets the password once, ends all sessions and is on the person's record", async () => {
    const ada = await makePerson();
    const session = await signIn(ada, OLD);
    const token = await linkFor(ada, `  ${ada.email.toUpperCase()} `);
    expect(await choose(token)).toBe("ok");
    expect(await findSession(session)).toBeNull();
    expect(await codeOf(signIn(ada, OLD))).toBe("invalid_credentials");
    expect(await codeOf(signIn(ada, NEW))).toBe("ok");
    expect(await choose(token, "another four words entirely")).toBe("link_not_valid");
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, ada.id));
    const actions = events.toSorted((a, b) => a.sequence - b.sequence).map((event) => event.action);
    expect(actions).toEqual([
      "session.started",
      "password.link_mailed",
      "password.changed",
      "session.revoked",
      "sign_in.failed",
      "session.started",
    ]);
    expect(JSON.stringify(events)).not.toContain(token);
  });

  it("stands nowhere in the database but as a hash", async () => {
    const ada = await makePerson();
    const token = await linkFor(ada);
    const { rows } = await database.owner.query<{ row: string }>(
      "select password_links::text as row from password_links",
    );
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(rows).toHaveLength(1);
    for (const { row } of rows) expect(row).not.toContain(token);
  });

  it("is used by one of two at once", async () => {
    const ada = await makePerson();
    const token = await linkFor(ada);
    const answers = await Promise.all([choose(token), choose(token, "another four words entirely")]);
    expect(answers.toSorted()).toEqual(["link_not_valid", "ok"]);
  });

  it("waits for a password that is good enough", async () => {
    const ada = await makePerson();
    const token = await linkFor(ada);
    expect(await choose(token, "password1234")).toBe("validation_failed");
    expect(await choose(token)).toBe("ok");
  });

  it.each([
    [
      "its half hour is over",
      async () =>
        void (await database.owner.query(
          "update password_links set expires_at = date_trunc('milliseconds', now())",
        )),
    ],
    [
      "its person was deactivated",
      (ada: TestPerson) =>
        database.ownerDb.update(users).set({ status: "deactivated" }).where(eq(users.id, ada.id)),
    ],
    ["another one was sent", (ada: TestPerson) => linkFor(ada)],
    [
      "the person has changed the password",
      async (ada: TestPerson) => {
        const session = await findSession(await signIn(ada, OLD));
        if (!session) throw new Error("The session has just begun");
        const chosen = { currentPassword: OLD, newPassword: "another four words entirely" };
        await changePassword({ ...session, request: request() }, chosen);
      },
    ],
    [
      "the operator has set a password",
      async (ada: TestPerson) => {
        useDatabase(database.ownerDb);
        await setPassword("test", ada.email, await hash).finally(() => useDatabase(database.db));
      },
    ],
  ])("does not work any more once %s", async (_, happens) => {
    const ada = await makePerson();
    const token = await linkFor(ada);
    await happens(ada);
    expect(await choose(token)).toBe("link_not_valid");
  });

  it("is not known by its hash, nor by what is no token", async () => {
    const ada = await makePerson();
    await linkFor(ada);
    const stored = (await rowOf(ada.email))?.tokenHash?.toString("base64url") ?? "";
    for (const token of [stored, "x", "\u{1F511}"]) expect(await choose(token)).toBe("link_not_valid");
  });
});

describe("asking for a link", () => {
  it("does the same for an address that nobody has, which gets no mail and is forgotten", async () => {
    const ada = await makePerson();
    const nobody = `nobody.${newId()}@example.test`;
    const writes: string[][] = [];
    for (const email of [ada.email, nobody]) {
      const { $client: pool } = database.db;
      const query = vi.spyOn(pool, "query");
      expect(await codeOf(askForPasswordLink(email, request()))).toBe("ok");
      // Statements as they were sent, without their values.
      writes.push(
        query.mock.calls.map(([given]) =>
          typeof given === "string" ? given : JSON.stringify(Object(given).text),
        ),
      );
      query.mockRestore();
      expect(await rowOf(email)).toMatchObject({ userId: null, tokenHash: null });
    }
    expect(writes[0]?.length).toBeGreaterThan(0);
    expect(writes[0]).toEqual(writes[1]);
    const box = mailbox();
    expect(await mailPasswordLinks(box, APP_URL)).toBe(1);
    expect(box.mails.map((mail) => mail.to.address)).toEqual([ada.email]);
    expect(await rowOf(nobody)).toBeNull();
  });

  it("is bounded for each address alike, whether or not somebody has it, and for each origin", async () => {
    const ada = await makePerson();
    for (const email of [ada.email, `nobody.${newId()}@example.test`]) {
      const answers: string[] = [];
      for (let time = 0; time < 4; time += 1)
        answers.push(await codeOf(askForPasswordLink(email, request())));
      expect(answers).toEqual(["ok", "ok", "ok", "too_many_attempts"]);
    }
    const here = request();
    const answers: string[] = [];
    for (let time = 0; time < 31; time += 1) {
      answers.push(await codeOf(askForPasswordLink(`x.${newId()}@example.test`, here)));
    }
    expect(answers.indexOf("too_many_attempts")).toBe(30);
  });

  it("tells a person without a password that there is none, and makes no link", async () => {
    const { ada } = (await makeTenant(database.db, { ada: "admin" })).people;
    await askForPasswordLink(ada.email, request());
    const box = mailbox();
    await mailPasswordLinks(box, APP_URL);
    expect(box.mails[0]?.text).toContain("single sign-on");
    expect(tokenIn(box.mails[0])).toBe("");
    expect(await rowOf(ada.email)).toMatchObject({ tokenHash: null });
  });

  it("is refused where no mails leave, and where nobody signs in by password", async () => {
    vi.stubEnv("DEMO", "off");
    expect(await codeOf(askForPasswordLink("ada@example.test", request()))).toBe("mail_not_set_up");
    vi.stubEnv("PASSWORD_SIGN_IN", "off");
    expect(await codeOf(askForPasswordLink("ada@example.test", request()))).toBe("password_sign_in_closed");
    expect(await choose("x")).toBe("password_sign_in_closed");
  });
});

describe("the mails", () => {
  it("go out once from eight processes that mail at once", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, makePerson));
    for (const { email } of people) await askForPasswordLink(email, request());
    const box = mailbox();
    await Promise.all(Array.from({ length: 8 }, () => mailPasswordLinks(box, APP_URL)));
    expect(box.mails.map((mail) => mail.to.address).toSorted()).toEqual(
      people.map(({ email }) => email).toSorted(),
    );
  });

  it("that the server puts off come later with another token, of which the last one works", async () => {
    const ada = await makePerson();
    const box = mailbox({ kind: "later", reason: "Greylisted" });
    await askForPasswordLink(ada.email, request());
    expect(await mailPasswordLinks(box, APP_URL)).toBe(0);
    await database.owner.query("update password_links set mail_due_at = date_trunc('milliseconds', now())");
    expect(await mailPasswordLinks(box, APP_URL)).toBe(1);
    const [first, second] = box.mails.map((mail) => tokenIn(mail));
    expect(await choose(first ?? "")).toBe("link_not_valid");
    expect(await choose(second ?? "")).toBe("ok");
  });

  it("wait where the server can't be used, and are not sent once they are worth nothing", async () => {
    const ada = await makePerson();
    await askForPasswordLink(ada.email, request());
    const broken: Mailer = { send: () => Promise.reject(new Error("Not there")), close: () => undefined };
    await expect(mailPasswordLinks(broken, APP_URL)).rejects.toThrow("Not there");
    await database.owner.query("update password_links set asked_at = now() - interval '31 minutes'");
    const box = mailbox();
    expect(await mailPasswordLinks(box, APP_URL)).toBe(0);
    expect(box.mails).toEqual([]);
  });

  it("leave nothing behind after a day", async () => {
    const ada = await makePerson();
    await linkFor(ada);
    expect(await forgetPasswordLinks()).toBe(0);
    await database.owner.query("update password_links set asked_at = now() - interval '25 hours'");
    expect(await forgetPasswordLinks()).toBe(1);
  });
});
