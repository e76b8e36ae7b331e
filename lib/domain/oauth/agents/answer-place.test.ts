import { expect, it } from "vitest";

import { answerCaution } from "./answer-place";

const AGENT = { uri: "https://agent.example/client.json", host: "agent.example" };

it("says nothing of an answer to the agent's own host", () => {
  expect(answerCaution(AGENT, "https://agent.example/callback?a=1")).toBeNull();
});

it.each([
  "http://127.0.0.1:33418/callback",
  "http://localhost/callback",
  "http://[::1]:1/",
  "https://localhost/callback",
])("says of %s that any program of this computer could listen there", (uri) => {
  expect(answerCaution(AGENT, uri)).toContain("a program on this computer");
});

it.each([
  "https://agent.example:8443/callback",
  "https://www.agent.example/callback",
  "https://other.example/callback",
])("says of %s that it is another host", (uri) => {
  expect(answerCaution(AGENT, uri)).toContain(`goes to ${new URL(uri).host}, not to the agent’s own host`);
});
