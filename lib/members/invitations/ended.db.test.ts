/** What becomes of invitations that ended: who is told, once, and when they are forgotten. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { invitations } from "@/db/schema/mailed-links";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { toldTo } from "@/db/testing/way-to-production";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { forgetInvitations } from "./forget";
import { invite } from "./invite";
import { resendInvitation } from "./resend";
import { tellOfExpired } from "./tell-expired";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("DEMO", "on"));
afterEach(async () => {
  vi.unstubAllEnvs();
  await database.owner.query("delete from invitations");
});

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
  const email = `nora.${newId().slice(-12)}@example.test`;
  const { id } = await invite(contextOf(tenant, "ada"), { email, profile: "member" });
  const told = (person: "ada" | "grace") => toldTo(database.db, tenant.people[person].id);
  return {
    tenant,
    email,
    id,
    told,
    subject: `The invitation of ${email} to ${tenant.account.name} has expired`,
  };
}

const expire = (id: string, ago = "1 minute") =>
  database.owner.query(
    "update invitations set expires_at = now() - $2::interval, last_sent_at = now() - interval '8 days' where id = $1",
    [id, ago],
  );

describe("an invitation whose time is over", () => {
  it("is told of to whoever sent it, once, by two at once, and again where it was sent again", async () => {
    const { tenant, id, told, subject } = await arrange();
    expect(await tellOfExpired()).toBe(0);
    await expire(id);
    const counts = await Promise.all([tellOfExpired(), tellOfExpired()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await tellOfExpired()).toBe(0);
    expect([await told("ada"), await told("grace")]).toEqual([[subject], []]);
    await resendInvitation(contextOf(tenant, "grace"), id);
    await expire(id);
    await tellOfExpired();
    expect(await told("grace")).toEqual([subject]);
  });

  it("is told of to nobody who may invite no more, nor long after", async () => {
    const { tenant, id, told } = await arrange();
    await expire(id, "8 days");
    expect(await tellOfExpired()).toBe(0);
    await expire(id);
    await database.owner.query("update memberships set profile = 'viewer' where user_id = $1", [
      tenant.people.ada.id,
    ]);
    expect(await tellOfExpired()).toBe(0);
    expect(await told("ada")).toEqual([]);
  });

  it("is forgotten after 90 days, and not before", async () => {
    const [old, young] = [await arrange(), await arrange()];
    await expire(old.id, "91 days");
    await expire(young.id, "89 days");
    expect(await forgetInvitations()).toBe(1);
    expect((await database.db.select().from(invitations)).map(({ id }) => id)).toEqual([young.id]);
  });
});
