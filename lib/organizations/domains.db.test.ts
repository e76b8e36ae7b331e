import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { notices } from "@/db/schema/jobs";
import { claimedDomains } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeClaim, makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { startDnsServer, type DnsAnswer, type DnsServer } from "@/testing/network/dns-server";

import { CLAIMS_PER_ORGANIZATION } from "../domain/organizations/domain-claim";
import { proofRecord } from "../domain/organizations/domain-proof";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { checkDomains } from "./check-domains";
import { claimDomain } from "./claim-domain";
import { getOrganization } from "./get";
import { removeDomain } from "./remove-domain";
import { verifyDomain } from "./verify-domain";

const database = testDatabase(useDatabase);
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());
beforeEach(() => void vi.stubEnv("DNS_SERVERS", dns.address));

/** An account of an organization, an admin of which is admin of nothing else, and a domain that nobody has. */
async function arrange(accountCount = 1) {
  const tenants = await Promise.all(
    Array.from({ length: accountCount }, () => makeTenant(database.db, { grace: "viewer", ada: "admin" })),
  );
  const [tenant] = tenants;
  if (!tenant) throw new Error("no account");
  const organizationId = await makeOrganization(database.db, {
    accountIds: tenants.map(({ account }) => account.id),
    adminIds: [tenant.people.grace.id],
  });
  const domain = `d${newId().slice(-12)}.example`;
  const answer = (given: DnsAnswer) => void dns.zone.set(domain, given);
  const claim = () => claimDomain(contextOf(tenant, "grace"), { organizationId, domain });
  return { tenants, tenant, ctx: contextOf(tenant, "grace"), organizationId, domain, answer, claim };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const proof = (record: string): DnsAnswer => ({ txt: [["v=spf1 -all"], [record]] });

/** A claim that DNS proves, verified by the console's own verb. */
async function arrangeVerified(accountCount = 1) {
  const arranged = await arrange(accountCount);
  const [claim] = (await arranged.claim()).domains;
  if (!claim) throw new Error("no claim");
  arranged.answer(proof(claim.record));
  const { organizationId, ctx } = arranged;
  await verifyDomain(ctx, { organizationId, domainId: claim.id });
  return { ...arranged, domainId: claim.id, record: claim.record };
}

const eventsOf = ({ tenant }: Pick<Arranged, "tenant">) =>
  database.db
    .select({ action: auditEvents.action, actorKind: auditEvents.actorKind, after: auditEvents.after })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, tenant.account.id))
    .orderBy(auditEvents.sequence);
const actionsOf = async (arranged: Pick<Arranged, "tenant">) =>
  (await eventsOf(arranged)).map(({ action }) => action);
const toldTo = (userId: string) =>
  database.db.select({ subject: notices.subject }).from(notices).where(eq(notices.userId, userId));
const statusOf = async ({ ctx, organizationId }: Arranged) =>
  (await getOrganization(ctx, organizationId)).domains.map(({ status, finding }) => ({ status, finding }));
/** Puts the claim's last check, and its first failure, so many days back. */
const age = (domainId: string, values: { checkedAt?: Date; failingSince?: Date }) =>
  database.ownerDb.update(claimedDomains).set(values).where(eq(claimedDomains.id, domainId));

describe("claiming a domain", () => {
  it("gives it a record to publish, and is on the record of each account and of who did it", async () => {
    const arranged = await arrange(2);
    const { domains } = await arranged.claim();
    expect(domains).toMatchObject([{ domain: arranged.domain, status: "pending", checkedAt: null }]);
    expect(domains[0]?.record).toMatch(/^countersign=[0-9a-f-]{36}$/);
    const chains = [...arranged.tenants.map(({ account }) => account.id), arranged.ctx.user.id];
    const events = await database.db.select().from(auditEvents).where(inArray(auditEvents.chainId, chains));
    expect(events.map(({ chainId }) => chainId).toSorted()).toEqual(chains.toSorted());
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(["domain.claimed"]));
  });

  it("twice at once is one claim with one record", async () => {
    const arranged = await arrange();
    const both = await Promise.all([arranged.claim(), arranged.claim()]);
    expect(new Set(both.flatMap(({ domains }) => domains.map(({ record }) => record))).size).toBe(1);
    expect(await actionsOf(arranged)).toEqual(["domain.claimed"]);
  });

  it("keeps names of other scripts as DNS has them, and shows how people read them", async () => {
    const { ctx, organizationId } = await arrange();
    const { domains } = await claimDomain(ctx, { organizationId, domain: " Bücher.Example. " });
    expect(domains).toMatchObject([{ domain: "xn--bcher-kva.example", readable: "bücher.example" }]);
  });

  it.each(["co.uk", "github.io", "192.0.2.1", "ada@acme.example", ""])(
    "refuses %j at /domain",
    async (domain) => {
      const { ctx, organizationId } = await arrange();
      await expect(claimDomain(ctx, { organizationId, domain })).rejects.toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/domain" }],
      });
    },
  );

  it("ends at the limit, also by many at once", async () => {
    const { ctx, organizationId } = await arrange();
    for (let index = 1; index < CLAIMS_PER_ORGANIZATION; index += 1) {
      await makeClaim(database.db, organizationId, { domain: `d${index}.example` });
    }
    const tries = await Promise.allSettled(
      ["x", "y", "z"].map((name) => claimDomain(ctx, { organizationId, domain: `${name}.example` })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(tries).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: "domain_claim_limit" }) }),
    );
  });

  it("is for the organization's admins: to an account's admin, and to one who is deactivated, there is none", async () => {
    const { tenant, ctx, organizationId, domain } = await arrange();
    const asAda = claimDomain(contextOf(tenant, "ada"), { organizationId, domain });
    await expect(asAda).rejects.toMatchObject({ code: "not_found" });
    await expect(getOrganization(contextOf(tenant, "ada"), organizationId)).rejects.toMatchObject({
      code: "not_found",
    });
    await database.ownerDb.update(users).set({ status: "deactivated" }).where(eq(users.id, ctx.user.id));
    await expect(claimDomain(ctx, { organizationId, domain })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is possible for an organization without accounts, on the admin's own record", async () => {
    const tenant = await makeTenant(database.db, { grace: "viewer" });
    const organizationId = await makeOrganization(database.db, { adminIds: [tenant.people.grace.id] });
    await claimDomain(contextOf(tenant, "grace"), { organizationId, domain: "lonely.example" });
    const own = await database.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, tenant.people.grace.id));
    expect(own).toEqual([{ action: "domain.claimed" }]);
  });
});

describe("verifying a domain", () => {
  it.each<[string, (record: string) => DnsAnswer]>([
    ["as one text", proof],
    ["in pieces", (record) => ({ txt: [[record.slice(0, 5), record.slice(5, 20), record.slice(20)]] })],
    ["in another case, quoted", (record) => ({ txt: [[`" ${record.toUpperCase()} "`]] })],
  ])("proves it by its record, %s", async (_, answerWith) => {
    const arranged = await arrange();
    const [claim] = (await arranged.claim()).domains;
    if (!claim) throw new Error("no claim");
    arranged.answer(answerWith(claim.record));
    const { organizationId, ctx } = arranged;
    const { domains } = await verifyDomain(ctx, { organizationId, domainId: claim.id });
    expect(domains).toMatchObject([{ status: "verified", finding: "proven" }]);
    expect(await actionsOf(arranged)).toEqual(["domain.claimed", "domain.verified"]);
  });

  it("proves it by the record of the name that it is an alias of", async () => {
    const arranged = await arrange();
    const [claim] = (await arranged.claim()).domains;
    if (!claim) throw new Error("no claim");
    arranged.answer({ cname: `to.${arranged.domain}` });
    dns.zone.set(`to.${arranged.domain}`, proof(claim.record));
    await verifyDomain(arranged.ctx, { organizationId: arranged.organizationId, domainId: claim.id });
    expect(await statusOf(arranged)).toEqual([{ status: "verified", finding: "proven" }]);
  });

  it.each<[string, DnsAnswer]>([
    ["no_such_domain", "NXDOMAIN"],
    ["no_answer", "SERVFAIL"],
    ["no_record", { txt: [] }],
    ["other_values", proof(proofRecord("0199f6a0-0000-7000-8000-000000000000"))],
  ])("says %s where that is all there is, and leaves it pending", async (finding, answer) => {
    const arranged = await arrange();
    const [claim] = (await arranged.claim()).domains;
    arranged.answer(answer);
    const { ctx, organizationId } = arranged;
    await verifyDomain(ctx, { organizationId, domainId: claim?.id ?? "" });
    expect(await statusOf(arranged)).toEqual([{ status: "pending", finding }]);
    expect(await actionsOf(arranged)).toEqual(["domain.claimed"]);
  });

  it("holds no lock while DNS hangs", async () => {
    const arranged = await arrange();
    const [claim] = (await arranged.claim()).domains;
    arranged.answer("silence");
    const { ctx, organizationId, domain } = arranged;
    const slow = verifyDomain(ctx, { organizationId, domainId: claim?.id ?? "" });
    await vi.waitFor(() => expect(dns.asked).toContain(domain), { timeout: 3_000, interval: 5 });
    await removeDomain(ctx, { organizationId, domainId: claim?.id ?? "" });
    await expect(slow).rejects.toMatchObject({ code: "not_found" });
  });

  it("by two organizations at once proves it for one of them", async () => {
    const [one, two] = [await arrange(), await arrange()];
    const { domain } = one;
    const claims = [];
    for (const { ctx, organizationId } of [one, two]) {
      const [claim] = (await claimDomain(ctx, { organizationId, domain })).domains;
      if (!claim) throw new Error("no claim");
      claims.push({ ctx, organizationId, claim });
    }
    one.answer({ txt: claims.map(({ claim }) => [claim.record]) });
    const tries = await Promise.allSettled(
      claims.map(({ ctx, organizationId, claim }) =>
        verifyDomain(ctx, { organizationId, domainId: claim.id }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(tries).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: "domain_held_elsewhere" }) }),
    );
    expect(
      [...(await statusOf(one)), ...(await statusOf(two))].map(({ status }) => status).toSorted(),
    ).toEqual(["pending", "verified"]);
  });

  it("is refused for what another organization holds, and below it, until that is given up", async () => {
    const held = await arrangeVerified();
    const { ctx, organizationId } = await arrange();
    for (const domain of [held.domain, `mail.${held.domain}`, `a.b.${held.domain}`]) {
      await expect(claimDomain(ctx, { organizationId, domain })).rejects.toMatchObject({
        code: "domain_held_elsewhere",
      });
    }
    await removeDomain(held.ctx, { organizationId: held.organizationId, domainId: held.domainId });
    expect((await claimDomain(ctx, { organizationId, domain: held.domain })).domains).toHaveLength(1);
    expect(await actionsOf(held)).toEqual(["domain.claimed", "domain.verified", "domain.removed"]);
  });

  it("does not reach another organization's claim", async () => {
    const [ours, theirs] = [await arrangeVerified(), await arrange()];
    const input = { organizationId: theirs.organizationId, domainId: ours.domainId };
    await expect(verifyDomain(theirs.ctx, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeDomain(theirs.ctx, input)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is not possible where DNS is switched off, which is said", async () => {
    const arranged = await arrange();
    const [claim] = (await arranged.claim()).domains;
    vi.stubEnv("DNS_SERVERS", "off");
    const { ctx, organizationId } = arranged;
    await expect(verifyDomain(ctx, { organizationId, domainId: claim?.id ?? "" })).rejects.toMatchObject({
      code: "dns_switched_off",
    });
    expect(await getOrganization(ctx, organizationId)).toMatchObject({ canVerify: false });
  });
});

const check = () => checkDomains([dns.address]);

describe("the daily check", () => {
  it("looks at what was last checked a day ago, and at nothing else", async () => {
    const [fresh, old] = [await arrangeVerified(), await arrangeVerified()];
    await age(old.domainId, { checkedAt: ago(1.01) });
    dns.asked.length = 0;
    await check();
    expect(dns.asked).toContain(old.domain);
    expect(dns.asked).not.toContain(fresh.domain);
    expect(await actionsOf(old)).toEqual(["domain.claimed", "domain.verified"]);
  });

  it("tells of a claim without proof once a day of telling, lets it lapse after seven, and frees the domain", async () => {
    const held = await arrangeVerified();
    held.answer("NXDOMAIN");
    await age(held.domainId, { checkedAt: ago(1.01) });
    await check();
    expect(await statusOf(held)).toEqual([{ status: "lapsing", finding: "no_such_domain" }]);
    await age(held.domainId, { checkedAt: ago(1.01), failingSince: ago(3.1) });
    await check();
    await age(held.domainId, { checkedAt: ago(1.01) });
    await check();
    await age(held.domainId, { failingSince: ago(7.01) });
    expect(await statusOf(held)).toMatchObject([{ status: "lapsed" }]);
    await check();
    expect(await actionsOf(held)).toEqual([
      "domain.claimed",
      "domain.verified",
      "domain.failing",
      "domain.lapsed",
    ]);
    expect(await toldTo(held.ctx.user.id)).toEqual([
      { subject: `The claim of ${held.domain} will lapse` },
      { subject: `The claim of ${held.domain} will lapse` },
      { subject: `The claim of ${held.domain} has lapsed` },
    ]);
    const { ctx, organizationId } = await arrange();
    expect((await claimDomain(ctx, { organizationId, domain: held.domain })).domains).toHaveLength(1);
  });

  it("mends a failing claim whose record is back, and a lapsed one is verified again by hand", async () => {
    const held = await arrangeVerified();
    held.answer("SERVFAIL");
    await age(held.domainId, { checkedAt: ago(2) });
    await check();
    held.answer(proof(held.record));
    await age(held.domainId, { checkedAt: ago(1.01) });
    await check();
    expect(await statusOf(held)).toEqual([{ status: "verified", finding: "proven" }]);
    await age(held.domainId, { failingSince: ago(8) });
    const { ctx, organizationId, domainId } = held;
    await verifyDomain(ctx, { organizationId, domainId });
    expect(await actionsOf(held)).toEqual([
      "domain.claimed",
      "domain.verified",
      "domain.failing",
      "domain.recovered",
      "domain.verified",
    ]);
  });

  it("by two processes at once is on the record once", async () => {
    const held = await arrangeVerified();
    held.answer("NXDOMAIN");
    await age(held.domainId, { checkedAt: ago(2) });
    await Promise.all([check(), check()]);
    expect((await actionsOf(held)).filter((action) => action === "domain.failing")).toHaveLength(1);
    expect(await toldTo(held.ctx.user.id)).toHaveLength(1);
  });

  it("of an organization without accounts, and so without admins, is on no record and done all the same", async () => {
    const organizationId = await makeOrganization(database.db, {});
    const domain = `d${newId().slice(-12)}.example`;
    const { id } = await makeClaim(database.db, organizationId, { domain, verifiedAt: ago(2) });
    await check();
    const [claim] = await database.db.select().from(claimedDomains).where(eq(claimedDomains.id, id));
    expect(claim?.failingSince).toBeInstanceOf(Date);
  });
});

it("the database keeps a domain for one organization, whatever is written", async () => {
  const [one, two] = [await arrange(), await arrange()];
  await makeClaim(database.db, one.organizationId, { domain: one.domain, verifiedAt: ago(1) });
  const second = makeClaim(database.db, two.organizationId, {
    domain: one.domain,
    verifiedAt: sql`now()` as never,
  });
  await expect(second).rejects.toThrow();
});
