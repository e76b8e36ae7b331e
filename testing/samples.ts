/** A valid body or query for a route, made from its schema: so that a new route is tested without being told. */
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

/** Values that fields of this name take, where the schema's shape says too little. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  email: "nobody@example.test",
  name: "Sample",
  password: "not the password of anybody",
  reason: "A test asks for it",
  message: "A test asks for it",
  scopes: ["agreements:read"],
};

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
  const required = properties.filter(([name]) => schema.required?.includes(name));
  const chosen = required.length > 0 ? required : properties.slice(0, 1);
  return Object.fromEntries(chosen.map(([name, property]) => [name, valueOf(property, name)]));
}
