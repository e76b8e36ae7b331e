/** An account that support makes, and its first admin (R11). */
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { invitations } from "@/db/schema/mailed-links";
import { supportCases } from "@/db/schema/support-cases";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { actionsOf, makeSupporter, toldTo } from "@/db/testing/way-to-production";

import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { acceptInvitation } from "../members/invitations/accept";
import { findInvitationOf } from "../members/invitations/find";
import { inviteFirstAdmin } from "../members/invitations/invite-first-admin";
import { mailInvitations } from "../members/invitations/mail";
import { newId } from "../platform/ids";
import type { Mail } from "../platform/mail";
import { createAccountAsSupport } from "./create-account";
import { getAccountPeople } from "../organizations/account-people";
import { openLook } from "./look";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("DEMO", "on"));

const address = () => `first.${newId().slice(-12)}@example.test`;

async function arrange(email = address()) {
  const sam = await makeSupporter(database.db, "sam");
  const account = await createAccountAsSupport(sam, {
    name: "Umbra Production",
    environment: "production",
    plan: "enterprise",
    adminEmail: email,
    reason: "Contract 12",
  });
  return { sam, account, email };
}

/** Mails what is due. @returns the token of the last mail to this address */
async function tokenFor(email: string): Promise<string> {
  const mails: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail);
      return { kind: "sent" as const };
    },
    close: () => undefined,
  };
  await mailInvitations(mailer, "https://keys.example.test");
  const text = mails.findLast(({ to }) => to.address === email)?.text ?? "";
  return /#(\S+)/.exec(text)?.[1] ?? "";
}

async function openCaseOf(accountId: string, openedBy: string): Promise<string> {
  const id = newId();
  const opened = { id, kind: "access_request", accountId, openedBy, message: "Who comes?" } as const;
  await database.db.insert(supportCases).values({ ...opened, openedAt: new Date() });
  return id;
}

const person = { name: "First Admin", password: "a long and unguessed sentence" };
const request = { requestId: "test", address: "192.0.2.4", userAgent: null };

describe("an account that support makes", () => {
  it("is open, begins its record with why, and has its first admin once the invitation is accepted", async () => {
    const { sam, account, email } = await arrange();
    expect(account).toMatchObject({ status: "active", hasIntegrationKeys: true, members: { active: 0 } });
    expect(await actionsOf(database.db, account.id)).toEqual(["account.created", "invitation.sent"]);
    await openLook(sam, account.id, { reason: "To see who comes" });
    const people = await getAccountPeople(sam, account.id);
    expect(people).toMatchObject({ members: [], organization: null, firstAdmin: { email } });
    await acceptInvitation(await tokenFor(email), person, request, null);
    expect(await getAccountPeople(sam, account.id)).toMatchObject({
      members: [{ email, profile: "admin", isActive: true }],
      firstAdmin: null,
    });
    expect(await toldTo(database.db, sam.user.id)).toEqual(["First Admin has joined Umbra Production"]);
    await expect(
      inviteFirstAdmin(sam, { accountId: account.id, email: address(), reason: "Another" }),
    ).rejects.toMatchObject({ code: "account_has_members" });
    expect(await verifyChain(database.db, account.id)).toMatchObject({ isValid: true, differences: [] });
  });

  it("has another first admin invited in place of a wrong address, whose link is dead from then on", async () => {
    const { sam, account, email } = await arrange();
    const wrong = await tokenFor(email);
    expect(await findInvitationOf(wrong, null)).toMatchObject({ profile: "admin" });
    const right = address();
    await inviteFirstAdmin(sam, { accountId: account.id, email: right, reason: "A typing error" });
    await expect(findInvitationOf(wrong, null)).rejects.toMatchObject({ code: "link_not_valid" });
    await acceptInvitation(await tokenFor(right), person, request, null);
    const [admin] = await database.db.select().from(users).where(eq(users.email, right));
    expect(admin).toMatchObject({ staffRole: null });
  });

  it("has its first admin invited anew in a case that is about it, on its record, and in no other", async () => {
    const { sam, account } = await arrange();
    const other = await arrange();
    const caseId = await openCaseOf(account.id, sam.user.id);
    const input = { accountId: account.id, email: address(), reason: "A typing error" };
    await expect(
      inviteFirstAdmin(sam, { ...input, caseId: await openCaseOf(other.account.id, sam.user.id) }),
    ).rejects.toMatchObject({ code: "validation_failed", errors: [{ pointer: "/caseId" }] });
    await inviteFirstAdmin(sam, { ...input, caseId });
    const events = await database.db
      .select({ action: auditEvents.action, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, account.id))
      .orderBy(auditEvents.sequence);
    expect(events.map(({ action, after }) => [action, after?.["caseId"]])).toEqual([
      ["account.created", undefined],
      ["invitation.sent", undefined],
      ["invitation.withdrawn", caseId],
      ["invitation.sent", caseId],
    ]);
  });

  it("lets nobody in by the invitation of somebody who is not of support any more", async () => {
    const { sam, email } = await arrange();
    const token = await tokenFor(email);
    await database.ownerDb.update(users).set({ staffRole: null }).where(eq(users.id, sam.user.id));
    await expect(findInvitationOf(token, null)).rejects.toMatchObject({ code: "link_not_valid" });
  });

  it("is refused with a plan of the other environment, and without mail", async () => {
    const sam = await makeSupporter(database.db, "sam");
    const input = { name: "X", environment: "sandbox", adminEmail: address(), reason: "x" } as const;
    await expect(createAccountAsSupport(sam, { ...input, plan: "enterprise" })).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/plan" }],
    });
    vi.unstubAllEnvs();
    await expect(createAccountAsSupport(sam, { ...input, plan: "developer" })).rejects.toMatchObject({
      code: "mail_not_set_up",
    });
    const kept = await database.db.select().from(invitations).where(eq(invitations.email, input.adminEmail));
    expect(kept).toEqual([]);
  });
});
