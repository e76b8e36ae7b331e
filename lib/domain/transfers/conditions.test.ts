import { describe, expect, it } from "vitest";

import { unmetConditions, type TransferFacts } from "./conditions";

const MET: TransferFacts = {
  key: { status: "active", isInSource: true, hasOpenCase: false },
  destination: {
    name: "Acme Production",
    environment: "production",
    plan: "enterprise",
    status: "active",
    hasIntegrationKeys: true,
    capacityFault: null,
  },
};
type Changes = { key?: Partial<TransferFacts["key"]>; destination?: Partial<TransferFacts["destination"]> };
const codes = ({ key, destination }: Changes) =>
  unmetConditions({
    key: { ...MET.key, ...key },
    destination: { ...MET.destination, ...destination },
  }).map(({ code }) => code);

describe("the conditions of a transfer", () => {
  it.each<[string, Changes, string[]]>([
    ["nothing stands against it", {}, []],
    ["the app is revoked", { key: { status: "revoked" } }, ["key_works"]],
    ["another account manages the app", { key: { isInSource: false } }, ["key_in_source"]],
    ["support has a case of it", { key: { hasOpenCase: true } }, ["no_open_case"]],
    ["the destination is closed", { destination: { status: "closed" } }, ["destination_open"]],
    ["the plan is too small", { destination: { plan: "business" } }, ["destination_entitled"]],
    ["keys are switched off", { destination: { hasIntegrationKeys: false } }, ["destination_entitled"]],
    ["a sandbox has no plan to ask for", { destination: { environment: "sandbox", plan: "developer" } }, []],
    ["the destination is full", { destination: { capacityFault: "It is full." } }, ["destination_has_room"]],
    [
      "several are unmet at once",
      { key: { status: "revoked", hasOpenCase: true }, destination: { status: "closed" } },
      ["key_works", "no_open_case", "destination_open"],
    ],
  ])("where %s", (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });
});
