import { readInput } from "../../lib/contracts/fields/field-errors";
import { GateKeyListQuery, type GateKeyListInput } from "../../lib/contracts/gate/gate";
import { KEY_LIST_SCOPES } from "../../lib/domain/route-table/own-addresses";
import { findAccountKey, listAccountKeys } from "../../lib/verification/own-api/keys";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { answerWithKey } from "./own-check";
import { GateRefusal, problemAnswer } from "../http/problem";
import { uuid } from "../../lib/contracts/fields/uuid";

const KeyId = uuid();

/** `GET /v1/integration-keys` (S4): the keys of the key's own account (R7), a page at a time, without secrets. */
export function listKeys(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: KEY_LIST_SCOPES }, async ({ principal }) => {
    const input = readListQuery(request.query);
    const page = await service.verification.readOwn((database) =>
      listAccountKeys(database, principal.actsAs.account.id, input),
    );
    return jsonAnswer(200, page);
  });
}

/** `GET /v1/integration-keys/{id}`: another account's key is answered like one that does not exist (R7, I6). */
export function getKey(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: KEY_LIST_SCOPES }, async ({ principal, callId }) => {
    const id = KeyId.safeParse(request.path.split("/").at(-1)).data;
    const found =
      id === undefined
        ? null
        : await service.verification.readOwn((database) =>
            findAccountKey(database, principal.actsAs.account.id, id),
          );
    if (found) return jsonAnswer(200, found);
    // The key was let through; this is how its call ended.
    await service.verification.report(callId, 404);
    return problemAnswer({ code: "not_found", detail: "This account has no such integration key." }, request);
  });
}

/** Refuses any write to keys: they are managed by people, in the console (S4). */
export function refuseWrite(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: [], outcomeStatus: 403 }, () =>
    problemAnswer(
      {
        code: "managed_in_console",
        detail: "Integration keys are created, replaced and revoked by an admin in the console.",
      },
      request,
    ),
  );
}

function readListQuery(query: string): GateKeyListInput {
  const input: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (Object.hasOwn(input, name)) throw invalidQuery(name, "given_twice", `${name} is given twice.`);
    Object.defineProperty(input, name, { value, enumerable: true });
  }
  const parsed = readInput(GateKeyListQuery, input, (path) => path.map(String).join("."));
  if (parsed.ok) return parsed.data;
  const [error] = parsed.errors;
  throw invalidQuery(error?.pointer ?? "", error?.code ?? "invalid", error?.detail ?? "It is not valid.");
}

function invalidQuery(name: string, code: string, detail: string): GateRefusal {
  const pointer = `?${name.slice(0, 60)}`;
  return new GateRefusal({ code: "validation_failed", detail, errors: [{ pointer, code, detail }] });
}
