/** The OpenAPI 3.1 description of the whole gate. */
import { GATE_PROBLEM_CODES } from "../../lib/contracts/gate/gate";
import { problemAnswer } from "../http/problem";
import { AGENT_OPERATIONS } from "./agent-operations";
import { CHECK_OPERATIONS } from "./check-operations";
import { DIAGNOSTICS_OPERATIONS } from "./diagnostics-operations";
import { headerObjects } from "./headers";
import { TAGS, type Answer, type Operation } from "./operation";
import { OWN_OPERATIONS, SERVICE_OPERATIONS } from "./own-operations";
import { componentSchemas } from "./schemas";

const DESCRIPTION = `The verification service: one truthful yes or no for every API request.

Send an integration key as \`Authorization: Bearer …\` or \`Access-Token: …\`. HEAD is answered like GET. Addresses are
exact; anything else is answered with 404, another method with 405 and \`Allow\`. Refusals are
\`application/problem+json\` with a \`code\` and the \`requestId\` to ask about. Answers are never cached.`;

/** Every operation, in the order of the reference. */
export const OPERATIONS: readonly Operation[] = [
  ...CHECK_OPERATIONS,
  ...OWN_OPERATIONS,
  ...DIAGNOSTICS_OPERATIONS,
  ...AGENT_OPERATIONS,
  ...SERVICE_OPERATIONS,
];

/** The OpenAPI document of the gate. */
export function openApiDocument() {
  return {
    openapi: "3.1.0",
    info: { title: "Countersign gate", version: "1", description: DESCRIPTION },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(OPERATIONS),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An integration key." },
        accessToken: {
          type: "apiKey",
          in: "header",
          name: "Access-Token",
          description: "The same, as v5 clients send it.",
        },
        legacy: {
          type: "apiKey",
          in: "header",
          name: "X-DocuSign-Authentication",
          description:
            "Deprecated: a person's name and password beside a key, as JSON or XML, where the account still allows it.",
        },
      },
    },
  };
}

function pathsOf(operations: readonly Operation[]): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = operationObject(operation);
  }
  return paths;
}

function operationObject({ id, tag, summary, description, needsKey, parameters, body, answers }: Operation) {
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: needsKey ? [{ bearer: [] }, { accessToken: [] }, { legacy: [] }] : [],
    parameters: parameters ?? [],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: reference(body.schema), example: body.example } },
          },
        }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, responseObject(answer)]),
    ),
  };
}

function responseObject(answer: Answer) {
  const content = contentOf(answer);
  return {
    description: answer.description,
    headers: headerObjects(answer.always ?? [], answer.sometimes ?? []),
    ...(content === null ? {} : { content }),
  };
}

function contentOf(answer: Answer) {
  const { schema, contentType } = answer;
  if (schema !== undefined) {
    if (schema !== "GateProblem") return { "application/json": { schema: reference(schema) } };
    return { "application/problem+json": { schema: reference(schema), ...exampleOf(answer) } };
  }
  return contentType === undefined ? null : { [contentType]: {} };
}

/** A problem as the gate writes it, of the first code that the description names. */
function exampleOf({ description }: Answer) {
  const named = [...description.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const code = GATE_PROBLEM_CODES.find((one) => named.includes(one) && one === named[0]);
  if (code === undefined) return {};
  const { body } = problemAnswer(
    { code, detail: "What happened, and what to do next." },
    { path: "/v1/…", requestId: "01890a5d-ac96-774b-bcce-b302099a8057" },
  );
  return { example: JSON.parse(body) as unknown };
}

function reference(schema: string) {
  return { $ref: `#/components/schemas/${schema}` };
}
