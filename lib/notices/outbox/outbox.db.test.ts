import { afterEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { useDatabase } from "../../kernel/database";
import { openOutbox } from "./keep";
import { listOutbox } from "./list";

testDatabase(useDatabase);
afterEach(() => vi.unstubAllEnvs());

const mail = (subject: string) => ({
  messageId: "<1@example.test>",
  to: { name: "Ada", address: "ada@example.test" },
  subject,
  text: "Hello",
});

describe("the outbox", () => {
  it("shows the demo its mails, newest first", async () => {
    vi.stubEnv("DEMO", "on");
    const outbox = openOutbox();
    for (const subject of ["First", "Second"])
      expect(await outbox.send(mail(subject))).toEqual({ kind: "sent" });
    expect((await listOutbox()).data.map(({ subject }) => subject)).toEqual(["Second", "First"]);
  });

  it.each([
    ["an operator's console without a mail server", { DEMO: "off" }],
    ["one that mails", { DEMO: "on", SMTP_URL: "smtp://127.0.0.1:25" }],
  ])("does not exist in %s", async (_, settings) => {
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    await openOutbox().send(mail("Kept"));
    await expect(listOutbox()).rejects.toMatchObject({ code: "not_found" });
  });
});
