/** The bodies of the gate as JSON Schema, made from the very schemas that read and write them. */
import { z } from "zod";

import {
  GateHealth,
  GateKey,
  GateKeyList,
  GateKeyListQuery,
  GateMe,
  GateProblem,
  OutcomeBody,
  ProtectedResource,
  VerifyAllowed,
  VerifyAnswer,
  VerifyBody,
  VerifyPublic,
  VerifyRefused,
} from "../../lib/contracts/gate/gate";
import {
  VerifyManyAnswer,
  VerifyManyBody,
  VerifyRequest,
  VerifyResponse,
} from "../../lib/contracts/gate/gate-checks";
import {
  ApiRequestLogs,
  DiagnosticsSettings,
  DiagnosticsSettingsBody,
  LoginInformation,
  RestError,
} from "../../lib/contracts/gate/gate-diagnostics";
import { AcrobatError, BaseUris, BaseUrisV5 } from "../../lib/contracts/gate/gate-acrobat";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What clients send. */
const INPUTS = { VerifyBody, VerifyManyBody, VerifyRequest, OutcomeBody, DiagnosticsSettingsBody } as const;
/** What they get. */
const OUTPUTS = {
  VerifyAllowed,
  VerifyPublic,
  VerifyRefused,
  VerifyAnswer,
  VerifyManyAnswer,
  VerifyResponse,
  GateMe,
  GateKey,
  GateKeyList,
  BaseUris,
  BaseUrisV5,
  AcrobatError,
  DiagnosticsSettings,
  ApiRequestLogs,
  LoginInformation,
  RestError,
  ProtectedResource,
  GateHealth,
  GateProblem,
} as const;

export type SchemaName = keyof typeof INPUTS | keyof typeof OUTPUTS;

/** Every schema by its name. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const inputs = Object.entries(INPUTS).map(([name, schema]) => [name, jsonSchema(schema, "input")] as const);
  const outputs = Object.entries(OUTPUTS).map(
    ([name, schema]) => [name, jsonSchema(schema, "output")] as const,
  );
  return Object.fromEntries([...inputs, ...outputs]);
}

/** The parameters of `GET /v1/integration-keys`, each as its own schema. */
export function keyListParameters(): Readonly<Record<string, unknown>> {
  const { properties } = jsonSchema(GateKeyListQuery, "input");
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, override: readable });
  return rest;
}

/** A format says what its pattern says, and can be read; the ends of the numbers that JavaScript counts say nothing. */
function readable({ jsonSchema: node }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (node.format === "uuid" || node.format === "date-time") delete node.pattern;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}
