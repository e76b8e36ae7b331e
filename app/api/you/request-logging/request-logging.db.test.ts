/** The request log is one person's: every handler speaks of the person who asks, whoever else that person may manage. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { logOneRequest } from "@/db/testing/logged-request";
import { useDatabase } from "@/lib/kernel/database";
import { call, cookieOf, jsonOf, type Person } from "@/testing/console";
import { makeTwoTenants, type TwoTenants } from "@/testing/handlers/two-tenants";

import { DELETE as clear, GET as list } from "./requests/route";
import { GET as download } from "./requests.zip/route";
import { GET as show, PUT as set } from "./route";
import { unzip } from "@/testing/programs/unzip";

const database = testDatabase(useDatabase);
const PATH = "/api/you/request-logging";
const OFF = { isEnabled: false, maxEntries: 50, remainingEntries: 50 };
let tenants: TwoTenants;
let folder: string;
beforeAll(async () => {
  tenants = await makeTwoTenants(database.db);
  folder = mkdtempSync(join(tmpdir(), "countersign-log-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const put = async (person: Person, isEnabled: unknown) =>
  call(set, { method: "PUT", path: PATH, cookie: await cookieOf(person), json: { isEnabled } });

async function read(person: Person) {
  const cookie = await cookieOf(person);
  return {
    state: await jsonOf(await call(show, { path: PATH, cookie })),
    list: await jsonOf(await call(list, { path: `${PATH}/requests`, cookie })),
    zip: Buffer.from(await (await call(download, { path: `${PATH}/requests.zip`, cookie })).arrayBuffer()),
  };
}

/** A log of a member, with two requests in it. */
async function arrange() {
  const owner = tenants.ours.people.other;
  const key = { id: tenants.ids["keyId"] ?? "", userId: owner.id };
  await database.owner.query("delete from request_log_entries where user_id = $1", [owner.id]);
  for (const target of ["/first?page=1", "/second"]) {
    await logOneRequest(database.db, tenants.ours.account.id, key, target);
  }
  return owner;
}

describe("a person's request log", () => {
  it("is answered as it is, in the order of its requests, and as a ZIP that unzip finds sound", async () => {
    const owner = await arrange();
    const { state, list: listed, zip } = await read(owner);
    expect(state).toEqual({ ...OFF, remainingEntries: 48 });
    expect(listed).toMatchObject({
      data: [{ target: "/first?page=1" }, { target: "/second" }],
      nextCursor: null,
    });
    const file = join(folder, "log.zip");
    writeFileSync(file, zip);
    expect(unzip("-t", file)).toContain("No errors detected");
    expect(unzip("-Z1", file)).toBe("01_200_GET_first.txt\n02_200_GET_second.txt\n");
  });

  it("is a file for whoever downloads it, kept by no cache", async () => {
    const cookie = await cookieOf(await arrange());
    const { headers } = await call(download, { path: `${PATH}/requests.zip`, cookie });
    expect(headers.get("content-type")).toBe("application/zip");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="request-log.zip"`);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it.each(["admin of the account", "staff", "admin of another account"] as const)(
    "is seen, switched and cleared by nobody else: %s",
    async (who) => {
      const owner = await arrange();
      const stranger = {
        "admin of the account": tenants.ours.people.admin,
        staff: tenants.staff,
        "admin of another account": tenants.theirs.people.admin,
      }[who];
      const before = await read(owner);
      const seen = await read(stranger);
      expect(seen.state).toEqual(OFF);
      expect(seen.list).toEqual({ data: [], nextCursor: null });
      for (const text of ["first", "second", owner.id])
        expect(seen.zip.toString("latin1")).not.toContain(text);
      expect(await jsonOf(await put(stranger, true))).toEqual({ ...OFF, isEnabled: true });
      const cookie = await cookieOf(stranger);
      const cleared = await call(clear, { method: "DELETE", path: `${PATH}/requests`, cookie });
      expect(await jsonOf(cleared)).toEqual({ ...OFF, isEnabled: true });
      const after = await read(owner);
      expect([after.state, after.list]).toEqual([before.state, before.list]);
      await put(stranger, false);
    },
  );

  it("refuses what is no setting with a pointer, and to be enabled while it is full with a way on", async () => {
    const owner = await arrange();
    const wrong = await put(owner, "yes");
    expect([wrong.status, await jsonOf(wrong)]).toMatchObject([422, { errors: [{ pointer: "/isEnabled" }] }]);
    const key = { id: tenants.ids["keyId"] ?? "", userId: owner.id };
    for (let more = 0; more < 48; more += 1) await logOneRequest(database.db, tenants.ours.account.id, key);
    const full = await put(owner, true);
    expect([full.status, await jsonOf(full)]).toMatchObject([
      409,
      { code: "request_log_full", detail: expect.stringContaining("Clear it") },
    ]);
  });
});
