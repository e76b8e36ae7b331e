/** Which agents may ask an account's people for consent: read it, and change it. */
import { getAgentPolicy } from "@/lib/accounts/get-agent-policy";
import { setAgentPolicy } from "@/lib/accounts/set-agent-policy";
import { AgentPolicyBody } from "@/lib/contracts/accounts/agent-policy";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";

export const GET = accountHandler({ handler: ({ ctx }) => getAgentPolicy(ctx) });

export const PUT = accountHandler({
  body: AgentPolicyBody,
  handler: ({ ctx, body }) => setAgentPolicy(ctx, body),
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
