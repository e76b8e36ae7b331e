import { describe, expect, it } from "vitest";

import { curlLine, envFile, envFileName } from "./key-env-file";

describe("what is offered beside a new secret", () => {
  it("is a .env file with the key and where it is checked", () => {
    expect(envFile({ name: "Nightly export", secret: "ik_test_x", gateUrl: "http://127.0.0.1:3001" })).toBe(
      "# Nightly export\nCOUNTERSIGN_KEY=ik_test_x\nCOUNTERSIGN_URL=http://127.0.0.1:3001\n",
    );
  });

  it.each([
    ["Nightly export", "nightly-export.env"],
    ["  Zürich / São Paulo ", "zurich-sao-paulo.env"],
    ["日本", "integration-key.env"],
    ["../../etc/passwd", "etc-passwd.env"],
  ])("has a file name that every system takes: %s", (name, file) => {
    expect(envFileName(name)).toBe(file);
  });

  it("is a curl line that a shell reads as meant, whatever the address", () => {
    expect(curlLine("ik_test_x", "http://127.0.0.1:3001/")).toBe(
      'curl -H "Authorization: Bearer ik_test_x" http://127.0.0.1:3001/v1/me',
    );
    expect(curlLine("ik_test_x", "https://gate.example/a b'c")).toContain(
      String.raw`'https://gate.example/a b'\''c/v1/me'`,
    );
  });
});
