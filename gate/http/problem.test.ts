import { describe, expect, it } from "vitest";

import { newSecret } from "../../lib/platform/secrets/secrets";
import { GateRefusal, problemAnswer } from "./problem";
import { readRequirements } from "../checks/requirements";

const requestId = "01a203dc-f355-76e8-beb2-0ba9d8822443";
const { text: secret } = newSecret("ik", "production");

function refusalOf(query: string): GateRefusal {
  try {
    readRequirements(query, null);
  } catch (error) {
    if (error instanceof GateRefusal) return error;
  }
  throw new Error(`${query} was not refused`);
}

describe("a refusal repeats no secret that stands in the wrong place (R9)", () => {
  it.each([`scope=${secret}`, `${secret}=1`, `scope=x${secret}`])("of the query ?%s", (query) => {
    const answer = problemAnswer(refusalOf(query).problem, { path: "/v1/authorize", requestId });
    const whole = JSON.stringify(answer);
    expect(whole).toContain("ik_live_\u2026");
    expect(whole).not.toContain(secret.slice(8, 20));
    expect(answer.headers["X-Countersign-Problem"]).toContain("ik_live_");
  });

  it("of the path", () => {
    const details = { code: "not_found", detail: "There is nothing at this address." } as const;
    const answer = problemAnswer(details, { path: `/v1/integration-keys/${secret}`, requestId });
    expect(JSON.stringify(answer)).not.toContain(secret.slice(8, 20));
  });
});
