import { expect, it } from "vitest";

import { clientEnvFile } from "./client-env-file";

it("is what a client library asks for, named by the app", () => {
  const app = { name: "Sales portal", clientId: "2e6d9a3c-7b1f-4c58-9d20-5f8a1b3c4d5e" };
  expect(clientEnvFile(app, "iks_test_x")).toBe(
    "# Sales portal\nCLIENT_ID=2e6d9a3c-7b1f-4c58-9d20-5f8a1b3c4d5e\nCLIENT_SECRET=iks_test_x\n",
  );
});
