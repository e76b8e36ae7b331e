import { z } from "zod";

import { fieldErrors } from "../lib/contracts/field-errors";
import { GateKeyListQuery, type GateKeyListInput } from "../lib/contracts/gate";
import { KEY_LIST_SCOPES } from "../lib/domain/own-addresses";
import { findAccountKey, listAccountKeys } from "../lib/verification/keys";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "./answer";
import { answerWithKey } from "./own-check";
import { GateRefusal, problemAnswer } from "./problem";

const KeyId = z.uuid();

/** `GET /v1/integration-keys` (S4): the keys of the key's own account (R7), a page at a time, without secrets. */
export function listKeys(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const input = readListQuery(request.query);
  return answerWithKey(request, service, { scopes: KEY_LIST_SCOPES }, async ({ key }) => {
    const page = await service.verification.readOwn((database) =>
      listAccountKeys(database, key.account.id, input),
    );
    return jsonAnswer(200, page);
  });
}

/** `GET /v1/integration-keys/{id}`: another account's key is answered like one that does not exist (R7, I6). */
export function getKey(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerWithKey(request, service, { scopes: KEY_LIST_SCOPES }, async ({ key }) => {
    const id = KeyId.safeParse(request.path.split("/").at(-1)).data;
    const found =
      id === undefined
        ? null
        : await service.verification.readOwn((database) => findAccountKey(database, key.account.id, id));
    if (found) return jsonAnswer(200, found);
    return problemAnswer({ code: "not_found", detail: "This account has no such integration key." }, request);
  });
}

/** Any write to it: keys are managed by people, in the console (S4). */
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
  const parsed = GateKeyListQuery.safeParse(input);
  if (parsed.success) return parsed.data;
  const [error] = fieldErrors(parsed.error, (path) => path.map(String).join("."));
  throw invalidQuery(error?.pointer ?? "", error?.code ?? "invalid", error?.detail ?? "It is not valid.");
}

function invalidQuery(name: string, code: string, detail: string): GateRefusal {
  const pointer = `?${name.slice(0, 60)}`;
  return new GateRefusal({ code: "validation_failed", detail, errors: [{ pointer, code, detail }] });
}
