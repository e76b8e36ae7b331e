import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { getAgentPolicy } from "./get-agent-policy";
import { setAgentPolicy } from "./set-agent-policy";

const database = testDatabase(useDatabase);

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin", max: "member" });
  const events = () =>
    database.db
      .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, tenant.account.id))
      .orderBy(auditEvents.sequence);
  return {
    tenant,
    ada: contextOf(tenant, "ada"),
    grace: contextOf(tenant, "grace"),
    max: contextOf(tenant, "max"),
    events,
  };
}

const ANY = { isAllowed: true, hosts: [] };
const NONE = { isAllowed: false, hosts: [] };
const some = (...hosts: string[]) => ({ isAllowed: true, hosts });

describe("the agent policy", () => {
  it("lets none ask until an admin lets some, which is on the record with each change, and not without one", async () => {
    const { ada, events } = await arrange();
    expect(await getAgentPolicy(ada)).toEqual({
      ...NONE,
      version: 0,
      updatedAt: null,
      updatedBy: null,
      canUpdate: true,
      workingAgents: 0,
    });
    const hosts = ["B.example", "a.example", "b.example"];
    expect(await setAgentPolicy(ada, { isAllowed: true, hosts, version: 0 })).toMatchObject({
      ...some("a.example", "b.example"),
      version: 1,
      updatedBy: { name: "ada" },
    });
    await setAgentPolicy(ada, { ...some("a.example", "b.example"), version: 1 });
    await setAgentPolicy(ada, { ...NONE, version: 1 });
    expect(await events()).toEqual([
      {
        action: "agents.allowed",
        before: { areAgentsAllowed: false, agentHosts: [] },
        after: { areAgentsAllowed: true, agentHosts: ["a.example", "b.example"] },
      },
      {
        action: "agents.ended",
        before: { areAgentsAllowed: true, agentHosts: ["a.example", "b.example"] },
        after: { areAgentsAllowed: false, agentHosts: [] },
      },
    ]);
  });

  it("takes no host that can be none, and says which", async () => {
    const { ada, events } = await arrange();
    const refused = setAgentPolicy(ada, { ...some("a.example", "https://b.example/"), version: 0 });
    await expect(refused).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/hosts/1", code: "not_a_host" }],
    });
    expect(await events()).toEqual([]);
  });

  it("is nobody's but admins', of an account that has integration keys", async () => {
    const { max } = await arrange();
    await expect(getAgentPolicy(max)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setAgentPolicy(max, { ...ANY, version: 0 })).rejects.toMatchObject({ code: "forbidden" });
    const without = await makeTenant(database.db, { ian: "admin" }, { hasIntegrationKeys: false });
    const set = setAgentPolicy(contextOf(without, "ian"), { ...ANY, version: 0 });
    await expect(set).rejects.toMatchObject({ code: "feature_not_enabled" });
  });

  it("lets more ask only from what is in force, and fewer from whatever was seen", async () => {
    const { ada, grace } = await arrange();
    await setAgentPolicy(ada, { ...some("a.example", "b.example"), version: 0 });
    const wider = setAgentPolicy(grace, { ...ANY, version: 0 });
    await expect(wider).rejects.toMatchObject({ code: "stale_version" });
    expect(await setAgentPolicy(grace, { ...some("a.example"), version: 0 })).toMatchObject(
      some("a.example"),
    );
    expect(await setAgentPolicy(grace, { ...NONE, version: 0 })).toMatchObject(NONE);
  });

  it("lets none ask after one ended it while another let more, in either order", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { ada, grace, events } = await arrange();
      await setAgentPolicy(ada, { ...some("a.example"), version: 0 });
      const end = () => setAgentPolicy(ada, { ...NONE, version: 1 });
      const widen = () => setAgentPolicy(grace, { ...ANY, version: 1 });
      const both = round % 2 === 0 ? [end(), widen()] : [widen(), end()];
      const settled = await Promise.allSettled(both);
      const [ended, widened] = round % 2 === 0 ? settled : settled.toReversed();
      expect(ended?.status).toBe("fulfilled");
      // Whoever lets more comes first, or is told that it changed.
      if (widened?.status === "rejected") expect(widened.reason).toMatchObject({ code: "stale_version" });
      expect((await getAgentPolicy(ada)).isAllowed).toBe(false);
      expect(await events()).toHaveLength(widened?.status === "rejected" ? 2 : 3);
    }
  });
});
