/** A valid body or query for a handler, made from its schema: so that a new handler is tested without being told. */
import { z } from "zod";

/** The parts of a JSON Schema that our contracts come down to. */
type JsonSchema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
};

/** The example of RFC 7638, section 3.1. */
export const SAMPLE_PUBLIC_KEY = JSON.stringify({
  kty: "RSA",
  n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
  e: "AQAB",
});

/** Values that fields of this name take, where the schema's shape says too little. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  email: "nobody@example.test",
  name: "Sample",
  password: "not the password of anybody",
  reason: "A test asks for it",
  message: "A test asks for it",
  scopes: ["agreements:read"],
  expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  publicKey: SAMPLE_PUBLIC_KEY,
  domain: "sample.example",
  statementHash: "0".repeat(64),
  redirectUris: ["https://app.example.com/callback"],
  hosts: ["agent.example"],
};

/** Given though they are optional: left out, each request would make a key pair, which takes a processor for a while. */
export const ALWAYS_GIVEN: ReadonlySet<string> = new Set(["publicKey"]);

function schemaOf(schema: z.ZodType): JsonSchema {
  // zod writes JSON Schema; what our contracts do not use is left out of the type.
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

/** Names of the fields of an object schema. */
export function fieldsOf(schema: z.ZodType): string[] {
  return Object.keys(schemaOf(schema).properties ?? {});
}

/** A value that the schema accepts: required fields only, or the first optional one where none is required. */
export function sampleOf(schema: z.ZodType): unknown {
  return valueOf(schemaOf(schema), "");
}

function valueOf(schema: JsonSchema, name: string): unknown {
  if (name in BY_NAME) return BY_NAME[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return valueOf(schema.anyOf[0], name);
  switch (schema.type) {
    case "object":
      return objectOf(schema);
    case "array":
      return [valueOf(schema.items ?? {}, name)];
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    default:
      return schema.format === "uuid" ? "0199f6a0-0000-7000-8000-000000000000" : "Sample";
  }
}

function objectOf(schema: JsonSchema): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const required = properties.filter(([name]) => schema.required?.includes(name) || ALWAYS_GIVEN.has(name));
  const chosen = required.length > 0 ? required : properties.slice(0, 1);
  return Object.fromEntries(chosen.map(([name, property]) => [name, valueOf(property, name)]));
}
