/**
 * Request logging over HTTP, of the person whom the credential acts as (S5): `/restapi/v2.1/diagnostics`. What asks about the
 * log is not logged, or looking would use up what is looked at. Requests that acted in another account than the credential's
 * are not shown here (R7); the console shows the person all of them.
 */
import { STATUS_CODES } from "node:http";

import { readInput } from "../../lib/contracts/fields/field-errors";
import {
  DiagnosticsSettingsBody,
  type ApiRequestLogs,
  type DiagnosticsSettings,
} from "../../lib/contracts/gate/gate-diagnostics";
import { logFileName, logFileText, type LoggedFacts } from "../../lib/domain/request-logs/log-file";
import {
  LOG_ENTRIES_MAX,
  logFullText,
  remainingEntries,
  type LoggingState,
} from "../../lib/domain/request-logs/request-logging";
import { zipOf, type ZipEntry } from "../../lib/platform/zip";
import { callerText } from "../../lib/verification/record/call-text";
import {
  changeOwnLogging,
  findInOwnLog,
  listOwnLog,
  readLogging,
  type LogOwner,
} from "../../lib/verification/request-logs/own-log";
import type { GateDatabase } from "../../lib/verification/statement/statement";
import type { Allowed } from "../../lib/verification/verify";
import { refusalAnswer, refusalText } from "../checks/refusal";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { GateRefusal, NOTHING_HERE } from "../http/problem";
import { answerWithKey } from "./own-check";
import { likeRest, restError } from "./rest-errors";
import { uuid } from "../../lib/contracts/fields/uuid";

const ZIP_TYPE = "application/zip";
const EntryId = uuid();

/** `GET /restapi/v2.1/diagnostics/settings`. */
export function getSettings(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerOwner(request, service, async (ask, { user }) =>
    settingsAnswer(await ask((database) => readLogging(database, user.id))),
  );
}

/** `PUT /restapi/v2.1/diagnostics/settings`: enables or disables logging; on the person's record. */
export function putSettings(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerOwner(request, service, async (ask, owner) => {
    const type = await readSwitch(request);
    const { step, state } = await ask((database) => changeOwnLogging(database, owner, { type }));
    if (step !== "refused") return settingsAnswer(state);
    const own = await ask((database) => listOwnLog(database, owner));
    return refused(service, owner, 409, "REQUEST_LOG_FULL", logFullText(own.length, service.consoleUrl));
  });
}

/** What the body asks for. @throws GateRefusal unsupported_media_type | body_too_large | malformed_json | validation_failed */
async function readSwitch(request: GateRequest): Promise<"enable" | "disable"> {
  const parsed = readInput(DiagnosticsSettingsBody, await request.readJson());
  if (parsed.ok) return parsed.data.apiRequestLogging === "true" ? "enable" : "disable";
  const { errors } = parsed;
  const [{ pointer, detail } = { pointer: "", detail: "The input is not valid." }] = errors;
  // The whole body has no name.
  const where = pointer === "" ? "The body" : pointer;
  throw new GateRefusal({ code: "validation_failed", detail: `${where}: ${detail}`, errors });
}

/** `GET /restapi/v2.1/diagnostics/request_logs`: the list, or a ZIP of its text files where that is what is asked for. */
export function getRequestLogs(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerOwner(request, service, async (ask, owner) => {
    const logged = await ask((database) => listOwnLog(database, owner));
    return isZipAsked(request) ? zipAnswer(logged) : listAnswer(logged);
  });
}

/** `GET /restapi/v2.1/diagnostics/request_logs/{requestLogId}`: one request as text. */
export function getRequestLog(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerOwner(request, service, async (ask, owner) => {
    const id = EntryId.safeParse(request.path.split("/").at(-1)).data;
    const found = id === undefined ? null : await ask((database) => findInOwnLog(database, owner, id));
    if (!found) return refused(service, owner, 404, "RESOURCE_NOT_FOUND", NOTHING_HERE.detail);
    return {
      status: 200,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      body: logFileText(found),
    };
  });
}

/** `DELETE /restapi/v2.1/diagnostics/request_logs`: clears what acted in the credential's account. */
export function deleteRequestLogs(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerOwner(request, service, async (ask, owner) => {
    const { accountId } = owner;
    await ask((database) => changeOwnLogging(database, owner, { type: "clear", accountId }));
    return { status: 200, headers: {}, body: null };
  });
}

/** The key was let through; this is how its call ended. */
async function refused(
  { verification }: GateService,
  { request }: LogOwner,
  ...[status, code, message]: Parameters<typeof restError>
): Promise<GateAnswer> {
  await verification.report(request.requestId, status);
  return restError(status, code, message);
}

const NO_SCOPES_TEXT = "This credential has no scopes, so it may not ask about its person's request log.";

type Ask = <T>(query: (database: GateDatabase) => Promise<T>) => Promise<T>;

function answerOwner(
  request: GateRequest,
  service: GateService,
  answer: (ask: Ask, owner: LogOwner) => Promise<GateAnswer>,
): Promise<GateAnswer> {
  return answerWithKey(
    request,
    service,
    { scopes: [], isUnlogged: true },
    (allowed) => {
      const owner = ownerOf(allowed, request);
      if (allowed.scopes.length > 0) return answer(service.verification.readOwn, owner);
      return refused(service, owner, 403, "USER_LACKS_PERMISSIONS", NO_SCOPES_TEXT);
    },
    (refusal) => likeRest(refusalAnswer(refusal, [], request, service), refusal.code, refusalText(refusal)),
  );
}

function ownerOf({ principal: { key, actsAs }, callId }: Allowed, request: GateRequest): LogOwner {
  return {
    user: actsAs.user,
    accountId: actsAs.account.id,
    clientId: key.clientId,
    request: {
      requestId: callId,
      address: request.address,
      userAgent: callerText(request.text("user-agent")),
    },
  };
}

function settingsAnswer(state: LoggingState): GateAnswer {
  const body: DiagnosticsSettings = {
    apiRequestLogging: state.left === null ? "false" : "true",
    apiRequestLogMaxEntries: String(LOG_ENTRIES_MAX),
    apiRequestLogRemainingEntries: String(remainingEntries(state)),
  };
  return jsonAnswer(200, body);
}

function isZipAsked({ headers }: GateRequest): boolean {
  const types = headers.accept?.split(",") ?? [];
  return types.some((type) => type.split(";")[0]?.trim().toLowerCase() === ZIP_TYPE);
}

/** The same address has two forms. */
const BY_ACCEPT = { Vary: "Accept" };

function listAnswer(logged: readonly LoggedFacts[]): GateAnswer {
  const body: ApiRequestLogs = {
    apiRequestLogs: logged.map(({ id, at, status, method, target }) => ({
      requestLogId: id,
      createdDateTime: at,
      status: STATUS_CODES[status] ?? String(status),
      description: `${method} ${target}`,
    })),
  };
  return jsonAnswer(200, body, BY_ACCEPT);
}

async function zipAnswer(logged: readonly LoggedFacts[]): Promise<GateAnswer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf(filesOf(logged))) pieces.push(piece);
  return { status: 200, headers: { "Content-Type": ZIP_TYPE, ...BY_ACCEPT }, body: Buffer.concat(pieces) };
}

async function* filesOf(logged: readonly LoggedFacts[]): AsyncGenerator<ZipEntry> {
  for (const [index, request] of logged.entries()) {
    yield Promise.resolve({
      name: logFileName(request, index + 1),
      text: logFileText(request),
      at: new Date(request.at),
    });
  }
}
