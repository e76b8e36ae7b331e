import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { accounts, memberships } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { InviteBody } from "../../contracts/people/invitations";
import type { DomainError } from "../../domain/errors";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import type { Mail, Mailer, MailOutcome } from "../../platform/mail";
import { findSession } from "../../sessions/find";
import { signInWithOidc, signInWithPassword } from "../../sessions/sign-in";
import { deactivateMember } from "../deactivate";
import { updateMember } from "../update";
import { acceptInvitation } from "./accept";
import { findInvitationOf } from "./find";
import { invite } from "./invite";
import { listInvitations } from "./list";
import { mailInvitations } from "./mail";
import { resendInvitation } from "./resend";
import { withdrawInvitation } from "./withdraw";

vi.setConfig({ testTimeout: 30_000 });

const database = testDatabase(useDatabase);
const APP_URL = "https://keys.example.test";
const PASSWORD = "purple anchor velvet mongoose";
const NEW = { name: "Nora Lind", password: PASSWORD };

beforeEach(() => vi.stubEnv("DEMO", "on"));
afterEach(async () => {
  vi.unstubAllEnvs();
  await database.owner.query("delete from invitations");
});

let origins = 0;
/** A request from an address that nobody else has used. */
const request = () => {
  origins += 1;
  return { requestId: newId(), address: `2001:db8:0:${origins.toString(16)}::1`, userAgent: "test" };
};

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

const tokenIn = (mail: Mail | undefined): string => /\/invitation#(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";

/** Mails what is due, which is one mail. @returns its token */
async function mailed(): Promise<string> {
  const box = mailbox();
  expect(await mailInvitations(box, APP_URL)).toBe(1);
  return tokenIn(box.mails[0]);
}

const makePlace = (options = {}) => makeTenant(database.db, { ada: "admin", grace: "admin" }, options);
const newAddress = () => `nora.${newId().slice(-12)}@example.test`;

/** An account with an invitation that was mailed. */
async function makeInvited(email = newAddress()) {
  const tenant = await makePlace();
  const ctx = contextOf(tenant, "ada");
  const invitation = await invite(ctx, { email, profile: "member" });
  return { tenant, ctx, email, invitation, token: await mailed() };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    (error: DomainError) => error.code,
  );
const accept = (token: string, input = NEW) => codeOf(acceptInvitation(token, input, request(), null));
const actionsOf = async (chainId: string) => {
  const events = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, chainId));
  return events.toSorted((a, b) => a.sequence - b.sequence);
};
const memberOf = async (accountId: string, email: string) => {
  const [member] = await database.db
    .select({ profile: memberships.profile, status: memberships.status, staffRole: users.staffRole })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(users.email, email)));
  return member ?? null;
};

/** Somebody who is here, in another account. */
async function makeKnown() {
  const { nora } = (await makeTenant(database.db, { nora: "admin" })).people;
  return { ...nora, isStaff: false };
}

describe("an invitation", () => {
  it("makes a person and a member, once, on the records of both, and the token is on neither", async () => {
    const { tenant, email, token } = await makeInvited();
    const accepted = await acceptInvitation(token, NEW, request(), null);
    expect(accepted).toEqual({ accountId: tenant.account.id, email });
    expect(await memberOf(tenant.account.id, email)).toEqual({
      profile: "member",
      status: "active",
      staffRole: null,
    });
    const session = await findSession(await signInWithPassword({ email, password: PASSWORD }, request()));
    expect(session).toMatchObject({ user: { email, name: "Nora Lind" }, mustChangePassword: false });
    expect(await accept(token)).toBe("link_not_valid");
    const ofAccount = await actionsOf(tenant.account.id);
    expect(ofAccount.map(({ action }) => action)).toEqual(["invitation.sent", "member.added"]);
    expect(ofAccount.at(-1)).toMatchObject({
      actorName: "Nora Lind",
      after: { profile: "member", invitedBy: "ada" },
    });
    const ofPerson = await actionsOf(session?.user.id ?? "");
    expect(ofPerson.map(({ action }) => action)).toEqual(["person.created", "session.started"]);
    expect(JSON.stringify([ofAccount, ofPerson])).not.toContain(token);
  });

  it("stands nowhere in the database but as a hash", async () => {
    const { token } = await makeInvited();
    const { rows } = await database.owner.query<{ row: string }>(
      "select invitations::text as row from invitations",
    );
    expect(rows).toHaveLength(1);
    expect(token).toMatch(/^[\w-]{43}$/);
    for (const { row } of rows) expect(row).not.toContain(token);
  });

  it("is accepted by one of two at once", async () => {
    const { token } = await makeInvited();
    const answers = await Promise.all([accept(token), accept(token, { ...NEW, name: "Another Nora" })]);
    expect(answers.filter((answer) => answer === "ok")).toHaveLength(1);
    expect(["link_not_valid", "sign_in_to_accept"]).toContain(answers.find((answer) => answer !== "ok"));
  });

  it("is accepted by somebody who is here already by signing in, and by nobody else", async () => {
    const nora = await makeKnown();
    const { tenant, token } = await makeInvited(nora.email);
    expect(await accept(token)).toBe("sign_in_to_accept");
    expect((await findInvitationOf(token, null)).way).toBe("sign_in");
    const grace = { ...tenant.people.grace, isStaff: false };
    expect(await codeOf(acceptInvitation(token, {}, request(), grace))).toBe("invited_other_person");
    expect((await findInvitationOf(token, grace)).way).toBe("other");
    expect(await codeOf(acceptInvitation(token, {}, request(), nora))).toBe("ok");
    expect(await memberOf(tenant.account.id, nora.email)).toMatchObject({ profile: "member" });
    expect((await actionsOf(nora.id)).map(({ action }) => action)).toEqual([]);
  });

  it("waits for a name, and for a password that is good enough", async () => {
    const { token } = await makeInvited();
    const faults = [{}, { name: "Nora" }, { name: "Nora", password: "password1234" }];
    for (const input of faults) {
      expect(await codeOf(acceptInvitation(token, input, request(), null))).toBe("validation_failed");
    }
    expect(await accept(token)).toBe("ok");
  });

  type Invited = Awaited<ReturnType<typeof makeInvited>>;
  const byGrace = ({ tenant }: Invited) => contextOf(tenant, "grace");
  it.each<[string, (invited: Invited) => Promise<unknown>]>([
    [
      "seven days are over",
      () => database.owner.query("update invitations set expires_at = date_trunc('milliseconds', now())"),
    ],
    ["it was withdrawn", (invited) => withdrawInvitation(invited.ctx, invited.invitation.id)],
    [
      "it was sent again",
      async (invited) => {
        await database.owner.query("update invitations set last_sent_at = now() - interval '2 minutes'");
        return resendInvitation(invited.ctx, invited.invitation.id);
      },
    ],
    [
      "who sent it was demoted",
      (invited) =>
        updateMember(byGrace(invited), {
          memberId: invited.tenant.people.ada.membershipId,
          profile: "viewer",
        }),
    ],
    [
      "who sent it was deactivated",
      (invited) => deactivateMember(byGrace(invited), { memberId: invited.tenant.people.ada.membershipId }),
    ],
    [
      "the account was closed",
      ({ tenant }) =>
        database.ownerDb.update(accounts).set({ status: "closed" }).where(eq(accounts.id, tenant.account.id)),
    ],
    [
      "the person with the address was deactivated",
      ({ email }) =>
        database.ownerDb.insert(users).values({ id: newId(), email, name: "x", status: "deactivated" }),
    ],
  ])("does not work any more once %s", async (_, happens) => {
    const invited = await makeInvited();
    await happens(invited);
    expect(await accept(invited.token)).toBe("link_not_valid");
    expect(await codeOf(findInvitationOf(invited.token, null))).toBe("link_not_valid");
  });

  it("that is void works again once another admin sends it", async () => {
    const invited = await makeInvited();
    await deactivateMember(byGrace(invited), { memberId: invited.tenant.people.ada.membershipId });
    expect((await listInvitations(byGrace(invited))).data).toMatchObject([
      { state: "void", invitedBy: "ada" },
    ]);
    await database.owner.query("update invitations set last_sent_at = now() - interval '2 minutes'");
    await resendInvitation(byGrace(invited), invited.invitation.id);
    expect(await accept(await mailed())).toBe("ok");
  });

  it("of somebody who became a member meanwhile changes nothing", async () => {
    const nora = await makeKnown();
    const { tenant, token } = await makeInvited(nora.email);
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: tenant.account.id,
      environment: "production",
      userId: nora.id,
      profile: "viewer",
    });
    expect(await codeOf(acceptInvitation(token, {}, request(), nora))).toBe("already_member");
    expect(await memberOf(tenant.account.id, nora.email)).toMatchObject({ profile: "viewer" });
  });
});

describe("inviting", () => {
  it("is for admins of an open account, who name a profile that it has, and an address that is no member's", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const ada = contextOf(tenant, "ada");
    const email = newAddress();
    const tryIt = (ctx: typeof ada, to: string, profile: "member" | "developer" = "member") =>
      codeOf(invite(ctx, { email: to, profile }));
    expect(await tryIt(contextOf(tenant, "max"), email)).toBe("forbidden");
    expect(await tryIt(ada, email, "developer")).toBe("profile_not_available");
    expect(await tryIt(ada, tenant.people.max.email)).toBe("already_member");
    await deactivateMember(ada, { memberId: tenant.people.max.membershipId });
    expect(await tryIt(ada, tenant.people.max.email)).toBe("member_already_deactivated");
    expect(await tryIt(ada, email)).toBe("ok");
    expect(await tryIt(ada, email)).toBe("already_invited");
    await database.ownerDb
      .update(accounts)
      .set({ status: "closed" })
      .where(eq(accounts.id, tenant.account.id));
    expect(await tryIt(ada, newAddress())).toBe("account_closed");
  });

  it.each([
    [" Nora@Example.TEST ", "nora@example.test"],
    ["nоra@example.test", null],
    ["nora@exämple.test", null],
    ["nora@example.test, eve@example.test", null],
    ["Nora <nora@example.test>", null],
    ["nora", null],
    [`${"n".repeat(320)}@example.test`, null],
  ])("reads %j as %j", (typed, email) => {
    const { data } = InviteBody.safeParse({ email: typed, profile: "viewer" });
    expect(data?.email ?? null).toBe(email);
  });

  it("makes one of two invitations of an address at once", async () => {
    const tenant = await makePlace();
    const email = newAddress();
    const answers = await Promise.all(
      (["ada", "grace"] as const).map((name) =>
        codeOf(invite(contextOf(tenant, name), { email, profile: "viewer" })),
      ),
    );
    expect(answers.toSorted()).toEqual(["already_invited", "ok"]);
  });

  it("makes room for another invitation of an address once the first one is over", async () => {
    const { ctx, email } = await makeInvited();
    await database.owner.query("update invitations set expires_at = date_trunc('milliseconds', now())");
    expect((await listInvitations(ctx)).data).toMatchObject([{ state: "expired" }]);
    expect(await codeOf(invite(ctx, { email, profile: "admin" }))).toBe("ok");
    expect((await listInvitations(ctx)).data).toMatchObject([{ state: "sending", profile: "admin" }]);
  });

  it("is bounded by address, whichever accounts, and sending again by a minute", async () => {
    const { ctx, email, invitation } = await makeInvited();
    expect(await codeOf(resendInvitation(ctx, invitation.id))).toBe("too_many_attempts");
    await database.owner.query("update invitations set sends = 10");
    const elsewhere = contextOf(await makePlace(), "ada");
    expect(await codeOf(invite(elsewhere, { email, profile: "viewer" }))).toBe("too_many_attempts");
    expect(await codeOf(invite(elsewhere, { email: newAddress(), profile: "viewer" }))).toBe("ok");
  });

  it("is refused where no mails leave", async () => {
    vi.stubEnv("DEMO", "off");
    const ctx = contextOf(await makePlace(), "ada");
    expect(await codeOf(invite(ctx, { email: newAddress(), profile: "viewer" }))).toBe("mail_not_set_up");
  });

  it("is withdrawn once, and not after it was accepted", async () => {
    const { ctx, invitation, token } = await makeInvited();
    const other = await invite(ctx, { email: newAddress(), profile: "viewer" });
    const twice = await Promise.all([1, 2].map(() => codeOf(withdrawInvitation(ctx, other.id))));
    expect(twice.toSorted()).toEqual(["invitation_ended", "ok"]);
    await accept(token);
    expect(await codeOf(withdrawInvitation(ctx, invitation.id))).toBe("invitation_ended");
    expect(await codeOf(resendInvitation(ctx, invitation.id))).toBe("invitation_ended");
    expect((await listInvitations(ctx)).data).toEqual([]);
  });
});

describe("the mails", () => {
  it("go out once from eight processes that mail at once, and not for what is void", async () => {
    const tenant = await makePlace();
    const addresses = Array.from({ length: 5 }, newAddress);
    for (const email of addresses) await invite(contextOf(tenant, "ada"), { email, profile: "viewer" });
    const other = contextOf(await makePlace(), "ada");
    const gone = await invite(other, { email: newAddress(), profile: "viewer" });
    await withdrawInvitation(other, gone.id);
    const box = mailbox();
    await Promise.all(Array.from({ length: 8 }, () => mailInvitations(box, APP_URL)));
    expect(box.mails.map((mail) => mail.to.address).toSorted()).toEqual(addresses.toSorted());
  });

  it("that the server puts off come later with another token, and a refused address is told", async () => {
    const ctx = contextOf(await makePlace(), "ada");
    await invite(ctx, { email: newAddress(), profile: "viewer" });
    const box = mailbox({ kind: "later", reason: "Greylisted" }, { kind: "sent" });
    await mailInvitations(box, APP_URL);
    expect((await listInvitations(ctx)).data).toMatchObject([{ state: "sending" }]);
    await database.owner.query("update invitations set mail_due_at = date_trunc('milliseconds', now())");
    await mailInvitations(box, APP_URL);
    expect((await listInvitations(ctx)).data).toMatchObject([{ state: "sent" }]);
    const [first, second] = box.mails.map((mail) => tokenIn(mail));
    expect(await accept(first ?? "")).toBe("link_not_valid");
    expect(await accept(second ?? "")).toBe("ok");
    await invite(ctx, { email: newAddress(), profile: "viewer" });
    await mailInvitations(mailbox({ kind: "refused", reason: "No such user" }), APP_URL);
    expect((await listInvitations(ctx)).data).toMatchObject([{ state: "failed" }]);
  });
});

/** What an issuer says of somebody. */
const identity = (email: string, isEmailVerified = true) => ({
  issuer: "https://issuer.test",
  subject: newId(),
  email,
  isEmailVerified,
  name: "Nora\nLind",
});

describe("the first sign-in through the issuer", () => {
  it("lets in who is invited, who then accepts, and nobody else", async () => {
    const { tenant, email, token } = await makeInvited();
    expect(await codeOf(signInWithOidc(identity(email, false), request()))).toBe("invalid_credentials");
    expect(await codeOf(signInWithOidc(identity(newAddress()), request()))).toBe("invalid_credentials");
    const session = await findSession(await signInWithOidc(identity(email.toUpperCase()), request()));
    expect(session?.user).toMatchObject({ email, name: "Nora Lind", isStaff: false });
    expect(await memberOf(tenant.account.id, email)).toBeNull();
    expect((await actionsOf(session?.user.id ?? "")).map(({ action }) => action)).toEqual([
      "person.created",
      "identity.linked",
      "session.started",
    ]);
    expect(await codeOf(acceptInvitation(token, {}, request(), session?.user ?? null))).toBe("ok");
    expect(await memberOf(tenant.account.id, email)).toMatchObject({ profile: "member" });
  });

  it("lets nobody in by an invitation that was withdrawn", async () => {
    const { ctx, email, invitation } = await makeInvited();
    await withdrawInvitation(ctx, invitation.id);
    expect(await codeOf(signInWithOidc(identity(email), request()))).toBe("invalid_credentials");
  });
});
