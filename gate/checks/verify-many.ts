/** Many checks in one request: each as if it had come alone, in a connection of its own. */
import { pointerOf, readInput } from "../../lib/contracts/fields/field-errors";
import { ChecksList } from "../../lib/contracts/gate/gate-checks";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { problemOf } from "../http/fault";
import { GateRefusal, problemAnswer, type ProblemDetails } from "../http/problem";
import { invalid, verifyOne } from "./verify-one";

/** Faults of one entry that are told: an entry of very many fields that there are not must not make the answer so large. */
const FAULTS_TOLD = 16;

/** True for a body with a list of checks, whatever else is wrong with it. */
export function hasChecks(input: unknown): input is { readonly checks: unknown } {
  return typeof input === "object" && input !== null && Object.hasOwn(input, "checks");
}

type Result = {
  readonly status: number;
  /** The body as JSON. */
  readonly text: string;
  readonly isSteady: boolean;
  /** What kept it from being checked, where that was not its own doing. */
  readonly fault: unknown;
};

/**
 * Checks each entry of the list, in one turn and in their order, so that what comes first is admitted, counted and granted
 * first. The answer waits for the slowest; one that is malformed, or can't be checked in time, fails for itself.
 * @throws GateRefusal validation_failed where the list itself is malformed
 */
export async function verifyMany(
  input: { readonly checks: unknown },
  request: GateRequest,
  service: GateService,
): Promise<GateAnswer> {
  const checks = readList(input);
  const results = await Promise.all(checks.map((check, index) => resultOf(check, index, request, service)));
  const texts = results.map(({ status, text }) => `{"status":${status},"body":${text}}`);
  return {
    status: 200,
    headers: { "Content-Type": "application/json", "X-Request-Id": request.requestId },
    body: `{"results":[${texts.join(",")}]}`,
    isSteady: results.some(({ isSteady }) => isSteady),
    faults: results.flatMap(({ fault }) => fault ?? []),
  };
}

/** The entries. What else stands beside them may be meant for all of them, or for none: it is refused. */
function readList(input: { readonly checks: unknown }): readonly unknown[] {
  const parsed = readInput(ChecksList, input.checks, (path) => pointerOf(["checks", ...path]));
  if (!parsed.ok) throw invalid(parsed.errors);
  const beside = Object.keys(input).find((name) => name !== "checks");
  if (beside === undefined) return parsed.data;
  const detail = "A list of checks stands alone: whatever belongs to a check is a field of its entry.";
  throw invalid([{ pointer: pointerOf([beside.slice(0, 60)]), code: "beside_checks", detail }]);
}

async function resultOf(
  check: unknown,
  index: number,
  request: GateRequest,
  service: GateService,
): Promise<Result> {
  try {
    const { body, isSteady } = await verifyOne(check, request, service);
    return { status: 200, text: JSON.stringify(body), isSteady, fault: null };
  } catch (error) {
    const { status, body } = problemAnswer(placed(problemOf(error), index), request);
    return { status, text: body, isSteady: false, fault: error instanceof GateRefusal ? null : error };
  }
}

/** The problem with its faults where they are in the list. */
function placed(problem: ProblemDetails, index: number): ProblemDetails {
  const errors = problem.errors?.slice(0, FAULTS_TOLD);
  if (!errors) return problem;
  return {
    ...problem,
    errors: errors.map((error) => ({ ...error, pointer: `/checks/${index}${error.pointer}` })),
  };
}
