import { expect, it } from "vitest";

import { judgeProof, proofRecord } from "./domain-proof";

const token = "0199f6a0-1111-7000-8000-00000000abcd";
const other = "0199f6a0-2222-7000-8000-00000000abcd";
const records = (...values: string[]) => ({ kind: "records" as const, values });

it.each([
  ["the record itself", records(proofRecord(token))],
  ["the record among others", records("v=spf1 -all", proofRecord(other), proofRecord(token))],
  ["another case", records(proofRecord(token).toUpperCase())],
  ["white space around it and in it", records(` countersign = ${token} \n`)],
  ["quotes that a panel of DNS kept", records(`"countersign=${token}"`)],
])("a claim is proven by %s", (_, answer) => {
  expect(judgeProof(answer, token)).toBe("proven");
});

it.each([
  ["no_record", records()],
  ["no_record", records("v=spf1 -all", token)],
  ["no_record", records(`xcountersign=${token}`)],
  ["other_values", records(proofRecord(other))],
  ["other_values", records(`${proofRecord(token)}0`)],
  ["other_values", records("countersign=")],
  ["no_such_domain", { kind: "no_such_domain" as const }],
  ["no_answer", { kind: "no_answer" as const }],
])("a claim is not proven: %s", (finding, answer) => {
  expect(judgeProof(answer, token)).toBe(finding);
});
