/** Whether agents that are known by the address of a document may ask an account's people for consent. */
import { z } from "zod";

import { AGENT_HOSTS_MAX } from "../../domain/oauth/agents/agent-policy";
import { uuid } from "../fields/uuid";

/** Body of `PUT`. */
export const AgentPolicyBody = z.strictObject({
  isAllowed: z.boolean(),
  /** The hosts that may, such as `agent.example`; any, where there is none. */
  hosts: z.array(z.string().max(300)).max(AGENT_HOSTS_MAX),
  /** The version that the form was drawn from. */
  version: z.int().min(0),
});
export type AgentPolicyInput = z.output<typeof AgentPolicyBody>;
export type AgentPolicyRequest = z.input<typeof AgentPolicyBody>;

export const AgentPolicy = z.object({
  isAllowed: z.boolean(),
  hosts: z.array(z.string()),
  /** 0 where nobody has changed it yet. */
  version: z.number().int().nonnegative(),
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.object({ id: uuid(), name: z.string() }).nullable(),
  canUpdate: z.boolean(),
  /** Agents that have a working key in the account; of another host's too, whose tokens have ended. */
  workingAgents: z.number().int().nonnegative(),
});
export type AgentPolicy = z.infer<typeof AgentPolicy>;
