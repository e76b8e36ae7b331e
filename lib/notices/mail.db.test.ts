import { once } from "node:events";
import { eq } from "drizzle-orm";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { notices } from "@/db/schema/jobs";
import { users } from "@/db/schema/users";

import { newSecret } from "../platform/secrets/secrets";
import { useDatabase } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { transact } from "../kernel/transaction";
import { newId } from "../platform/ids";
import { openMailer, type Mailer } from "../platform/mail";
import { mailNotices } from "./mail";

const database = testDatabase(useDatabase);
const APP_URL = "https://keys.example.test/";
const FROM = "Countersign <no-reply@keys.example.test>";

type Received = { readonly to: readonly string[]; readonly text: string };
type Post = { readonly server: SMTPServer; readonly url: string; readonly received: Received[] };

const servers: SMTPServer[] = [];
const mailers: Mailer[] = [];
afterEach(async () => {
  for (const mailer of mailers.splice(0)) mailer.close();
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
  await database.owner.query("delete from notices");
});

/** A real mail server on a port of its own that keeps what it accepts. */
async function startPost(options: SMTPServerOptions = {}): Promise<Post> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      stream.on("end", () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
    ...options,
  });
  servers.push(server);
  // Clients that end in the middle of a message break their connection.
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return { server, received, url: `smtp://127.0.0.1:${port}` };
}

function mailerFor(url: string): Mailer {
  const mailer = openMailer(url, FROM);
  mailers.push(mailer);
  return mailer;
}

type Told = {
  readonly subject?: string;
  readonly label?: string;
  readonly name?: string;
  readonly email?: string;
};

/** Somebody who has one notice that is not mailed yet. */
async function makeTold({
  subject = "A key is still called in vain",
  label = "Acme CI",
  name,
  email,
}: Told = {}) {
  const { people } = await makeTenant(database.db, { ada: "admin" });
  const { id } = people.ada;
  if (name !== undefined) await database.ownerDb.update(users).set({ name }).where(eq(users.id, id));
  if (email !== undefined) await database.ownerDb.update(users).set({ email }).where(eq(users.id, id));
  await transact((tx) =>
    tell(tx, [id], {
      kind: "keys_knocking",
      accountId: null,
      eventKey: newId(),
      subject,
      lines: [{ link: { label, path: "/accounts/a/keys/k?tab=calls" }, text: " was called." }],
    }),
  );
  return { id, email: email ?? people.ada.email };
}

async function rowOf(userId: string) {
  const [row] = await database.db.select().from(notices).where(eq(notices.userId, userId));
  if (!row) throw new Error("the notice is there");
  return row;
}

const headersOf = (mail: Received | undefined) => (mail?.text ?? "").split("\r\n\r\n", 1)[0] ?? "";

describe("a notice", () => {
  it("is mailed once, with where to look, and not again", async () => {
    const post = await startPost();
    const ada = await makeTold();
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(1);
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(0);
    expect(post.received.map((mail) => mail.to)).toEqual([[ada.email]]);
    const [mail] = post.received;
    expect(headersOf(mail)).toContain(`From: ${FROM}`);
    expect(headersOf(mail)).toContain("Subject: A key is still called in vain");
    expect(headersOf(mail)).toContain(`@keys.example.test>`);
    expect(mail?.text).toContain("https://keys.example.test/accounts/a/keys/k?tab=calls");
    expect(await rowOf(ada.id)).toMatchObject({
      mailedAt: expect.any(Date),
      mailDueAt: null,
      mailAttempts: 1,
    });
  });

  it("is mailed once by eight processes that mail at once", async () => {
    const { people } = await makeTenant(database.db, { ada: "admin" });
    await database.owner.query(
      `insert into notices (id, user_id, kind, event_key, subject, lines, mail_due_at)
       select gen_random_uuid(), $1, 'keys_knocking', n::text, 'A key is still called in vain', '[]', now()
       from generate_series(1, 150) n`,
      [people.ada.id],
    );
    const sent: string[] = [];
    // Quicker than any server, so that the processes meet at every notice.
    const mailer: Mailer = {
      send: (mail) => {
        sent.push(mail.messageId);
        return Promise.resolve({ kind: "sent" });
      },
      close: () => undefined,
    };
    const counts = await Promise.all(Array.from({ length: 8 }, () => mailNotices(mailer, APP_URL)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(150);
    expect(new Set(sent).size).toBe(150);
  });

  it("is taken alone, whatever the database knows of the table: a plan for one row looks again for each row", async () => {
    const post = await startPost();
    const told = [await makeTold()];
    await database.owner.query("analyze notices");
    told.push(await makeTold(), await makeTold());
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(told.length);
  });

  it("is mailed again by the next process, under the same id, where one was killed before it could mark it", async () => {
    const post = await startPost();
    const ada = await makeTold();
    const mailer = mailerFor(post.url);
    const killed: Mailer = {
      ...mailer,
      // The mail is out, and what would be done then never is.
      send: async (mail) => {
        await mailer.send(mail);
        return new Promise(() => undefined);
      },
    };
    void mailNotices(killed, APP_URL);
    while (post.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await mailNotices(mailer, APP_URL)).toBe(0);
    await database.owner.query("update notices set mail_due_at = date_trunc('milliseconds', now())");
    expect(await mailNotices(mailer, APP_URL)).toBe(1);
    const ids = post.received.map((mail) => /^Message-ID: (.*)$/im.exec(mail.text)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect((await rowOf(ada.id)).mailedAt).not.toBeNull();
  });

  it("is not mailed to somebody who was deactivated, nor when it is two days old", async () => {
    const post = await startPost();
    const gone = await makeTold();
    const late = await makeTold();
    await database.ownerDb.update(users).set({ status: "deactivated" }).where(eq(users.id, gone.id));
    await database.owner.query(
      "update notices set created_at = now() - interval '49 hours' where user_id = $1",
      [late.id],
    );
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(0);
    expect(post.received).toEqual([]);
  });

  it("carries nothing with the shape of a secret", async () => {
    const post = await startPost();
    const secret = newSecret("ik", "production").text;
    await makeTold({ subject: `Found ${secret}`, label: secret });
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(1);
    expect(post.received[0]?.text).not.toContain(secret.slice(8, 40));
  });
});

describe("names and texts", () => {
  it("can't add a header, a receiver or a mail", async () => {
    const post = await startPost();
    const evil = "Eve\r\nBcc: victim@example.test\r\n\r\nHello\r\n.\r\nMAIL FROM:<eve@example.test>";
    const ada = await makeTold({ subject: evil, name: evil, label: evil });
    await mailNotices(mailerFor(post.url), APP_URL);
    expect(post.received.map((mail) => mail.to)).toEqual([[ada.email]]);
    expect(headersOf(post.received[0])).not.toMatch(/^Bcc:/im);
  });

  it.each([
    "a@example.test, victim@example.test",
    "a@example.test>\r\nRCPT TO:<victim@example.test",
    '"a" <victim@example.test>',
    "no address",
  ])("are no address where they are more or less than one: %j", async (email) => {
    const post = await startPost();
    const eve = await makeTold({ email: `${email} ${newId()}`.slice(0, 200) });
    const next = await makeTold();
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(1);
    expect(post.received.flatMap((mail) => mail.to)).toEqual([next.email]);
    expect(await rowOf(eve.id)).toMatchObject({ mailedAt: null, mailDueAt: null });
  });
});

describe("a mail server", () => {
  it("that refuses an address for good is not asked again, and the others get theirs", async () => {
    const refused = await makeTold();
    const other = await makeTold();
    const post = await startPost({
      onRcptTo: ({ address }, _, done) =>
        done(
          address === refused.email ? Object.assign(new Error("No such user"), { responseCode: 550 }) : null,
        ),
    });
    expect(await mailNotices(mailerFor(post.url), APP_URL)).toBe(1);
    expect(post.received.flatMap((mail) => mail.to)).toEqual([other.email]);
    expect(await rowOf(refused.id)).toMatchObject({
      mailedAt: null,
      mailDueAt: null,
      mailError: expect.stringContaining("No such user"),
    });
  });

  it("that asks for patience is tried again, later each time, and the others get theirs meanwhile", async () => {
    const slow = await makeTold();
    const other = await makeTold();
    let refusals = 0;
    const post = await startPost({
      onRcptTo: ({ address }, _, done) => {
        if (address !== slow.email || refusals === 2) return done();
        refusals += 1;
        return done(Object.assign(new Error("Greylisted"), { responseCode: 451 }));
      },
    });
    const mailer = mailerFor(post.url);
    const delays: number[] = [];
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await mailNotices(mailer, APP_URL);
      const row = await rowOf(slow.id);
      delays.push(Math.round(((row.mailDueAt?.getTime() ?? 0) - Date.now()) / 10_000) * 10);
      expect(row.mailedAt).toBeNull();
      await database.owner.query(
        "update notices set mail_due_at = date_trunc('milliseconds', now()) where mailed_at is null",
      );
    }
    expect(delays).toEqual([30, 60]);
    expect(await mailNotices(mailer, APP_URL)).toBe(1);
    expect(post.received.flatMap((mail) => mail.to)).toEqual([other.email, slow.email]);
  });

  it.each([
    ["is not there", {}, "smtp://127.0.0.1:1"],
    [
      "does not take mails from us",
      {
        onMailFrom: (_: unknown, __: unknown, done: (error: Error) => void) =>
          done(Object.assign(new Error("Not from you"), { responseCode: 553 })),
      },
      null,
    ],
  ])(
    "that %s fails the run at once, and each notice waits without its attempt being counted",
    async (_, options, url) => {
      const post = await startPost(options);
      const [one, two] = [await makeTold(), await makeTold()];
      await expect(mailNotices(mailerFor(url ?? post.url), APP_URL)).rejects.toThrow();
      for (const { id } of [one, two]) {
        const row = await rowOf(id);
        expect(row).toMatchObject({ mailedAt: null, mailAttempts: 0 });
        expect(row.mailDueAt?.getTime()).toBeLessThanOrEqual(Date.now());
      }
      expect(post.received).toEqual([]);
    },
  );
});
