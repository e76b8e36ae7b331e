/** What the supervising process and its workers tell each other. */
import { z } from "zod";

export const FromWorker = z.discriminatedUnion("type", [
  /** Says that a worker is there and wants its route table. */
  z.object({ type: z.literal("hello") }),
  z.object({ type: z.literal("ready"), port: z.number() }),
  /** Says that a worker can't listen, and why. */
  z.object({ type: z.literal("failed"), text: z.string() }),
  /** A worker's metrics, as prom-client hands them over. */
  z.object({
    type: z.literal("metrics"),
    id: z.number(),
    metrics: z.array(z.record(z.string(), z.unknown())),
  }),
]);
export type FromWorker = z.infer<typeof FromWorker>;

export const FromPrimary = z.discriminatedUnion("type", [
  /** The answer to hello: the text of the route table, read without a fault. */
  z.object({ type: z.literal("start"), routes: z.string().nullable() }),
  z.object({ type: z.literal("routes"), text: z.string() }),
  z.object({ type: z.literal("collect"), id: z.number() }),
]);
export type FromPrimary = z.infer<typeof FromPrimary>;
