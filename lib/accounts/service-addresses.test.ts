import { beforeEach, expect, it, vi } from "vitest";

import { programAddresses, serviceAddresses } from "./service-addresses";

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused.test/unused");
  vi.stubEnv("AUTH_SECRET", "only-for-tests-only-for-tests-only-for-tests");
  vi.stubEnv("APP_URL", "https://keys.example.test/");
  vi.stubEnv("GATE_URL", "https://gate.internal/");
  vi.stubEnv("GATE_PUBLIC_URL", "");
});

it("shows developers the gate's one address where it has one", () => {
  expect(serviceAddresses()).toEqual({
    appUrl: "https://keys.example.test",
    gateUrl: "https://gate.internal",
  });
});

it("shows developers the address that is theirs, and never the one inside the operator's network", () => {
  vi.stubEnv("GATE_PUBLIC_URL", "https://api.example.test/keys/");
  expect(serviceAddresses().gateUrl).toBe("https://api.example.test/keys");
});

it("tells programs no address of production where this gate serves the sandbox alone", () => {
  expect(programAddresses()).toEqual({
    gate: "https://gate.internal",
    productionGate: "https://gate.internal",
    console: "https://keys.example.test",
  });
  vi.stubEnv("GATE_ENVIRONMENT", "sandbox");
  expect(programAddresses()).toMatchObject({ gate: "https://gate.internal", productionGate: null });
});
