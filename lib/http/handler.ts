/**
 * The one way to write a handler. Order, always: origin, session, its page, account, parameters, query, body, handler.
 * Every refusal is a problem (RFC 9457); what nobody foresaw is a 500 with constant text and its cause in the log.
 */
import { z } from "zod";

import { currentSession, rotateSessionIfAsked, type CurrentSession } from "../auth/session";
import { DomainError, notFound } from "../domain/errors";
import { openAccount } from "../kernel/access";
import { isOfOtherPerson, PAGE_OWNER_HEADER } from "../domain/people/page-owner";
import type {
  AccountContext,
  RequestInfo,
  SessionContext,
  SignedInUser,
  StaffContext,
} from "../kernel/context";
import { ask } from "../kernel/read";
import { createLogger } from "../platform/logs/logger";
import { readJson, readJsonIfAny } from "./body";
import { assertSameOrigin } from "./origin";
import { problemResponse } from "./problem";
import { noteRefusal, type Asker } from "./refusal-log";
import { requestInfoOf } from "../auth/request";
import { validate, validateParams, validateQuery } from "./validate";
import { uuid } from "../contracts/fields/uuid";

const log = createLogger("web");
const ACCOUNT_ID = z.object({ accountId: uuid() });
const NO_FIELDS = z.object({});

type AddressContext = { params: Promise<Record<string, string | string[] | undefined>> };
/** The schemas of what a handler takes: tests are generated from them. */
export type HandlerInput = {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
};
export type Handler = ((request: Request, context: AddressContext) => Promise<Response>) & {
  readonly input: HandlerInput;
};

type Definition<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Status of a value that is answered as JSON; 204 has no body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Returns the JSON value to answer, or a Response for anything else. */
  readonly handler: (input: {
    ctx: C;
    params: z.output<P>;
    query: z.output<Q>;
    body: z.output<B>;
    request: Request;
    /** Adds a `Set-Cookie` header to the answer. */
    setCookie: (cookie: string) => void;
  }) => Promise<unknown>;
};

type OpenContext<C> = (incoming: {
  readonly request: Request;
  readonly info: RequestInfo;
  readonly params: unknown;
  readonly setCookie: (cookie: string) => void;
  readonly asker: Asker;
}) => Promise<C>;

function handlerWith<C>(open: OpenContext<C>) {
  return <
    P extends z.ZodType = typeof NO_FIELDS,
    Q extends z.ZodType = typeof NO_FIELDS,
    B extends z.ZodType = z.ZodUndefined,
  >(
    definition: Definition<C, P, Q, B>,
  ): Handler => {
    const answerTo = async (request: Request, context: AddressContext): Promise<Response> => {
      const info = requestInfoOf(request.headers);
      const path = new URL(request.url).pathname;
      const cookies: string[] = [];
      const asker: Asker = { userId: null, accountId: null };
      const response = await handle(definition, open, { request, context, info, cookies, asker }).catch(
        (error: unknown) => refuse(error, path, info, asker),
      );
      for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
      return response;
    };
    const { params, query, body } = definition;
    return Object.assign(answerTo, {
      input: { ...(params && { params }), ...(query && { query }), ...(body && { body }) },
    });
  };
}

type Incoming = {
  readonly request: Request;
  readonly context: AddressContext;
  readonly info: RequestInfo;
  readonly cookies: string[];
  /** Filled in as it becomes known. */
  readonly asker: Asker;
};

async function handle<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Definition<C, P, Q, B>,
  open: OpenContext<C>,
  { request, context, info, cookies, asker }: Incoming,
): Promise<Response> {
  const setCookie = (cookie: string) => void cookies.push(cookie);
  assertSameOrigin(request);
  const rawParams = await context.params;
  const ctx = await open({ request, info, params: rawParams, setCookie, asker });
  const params = validateParams(definition.params ?? z.any(), rawParams);
  const search = new URL(request.url).searchParams;
  const query = definition.query ? validateQuery(definition.query, search) : {};
  const body = definition.body
    ? validate(definition.body, await bodyOf(definition.body, request))
    : undefined;
  const value = await definition.handler({
    ctx,
    params,
    query: query as z.output<Q>,
    body: body as z.output<B>,
    request,
    setCookie,
  });
  return answer(value, definition.status ?? 200, info);
}

/** Left out only where the schema takes nothing. */
function bodyOf(schema: z.ZodType, request: Request): Promise<unknown> {
  return schema.safeParse(undefined).success ? readJsonIfAny(request) : readJson(request);
}

/** The handler's value as JSON, or its own Response; either way named and never cached, unless that says otherwise. */
function answer(value: unknown, status: number, info: RequestInfo): Response {
  const response =
    value instanceof Response
      ? new Response(value.body, value)
      : status === 204
        ? new Response(null, { status })
        : Response.json(value, { status });
  response.headers.set("X-Request-Id", info.requestId);
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  return response;
}

function refuse(error: unknown, path: string, info: RequestInfo, asker: Asker): Response {
  if (error instanceof DomainError) {
    noteRefusal(error, info, asker);
    if (error.code === "database_unavailable")
      log.error({ err: error, requestId: info.requestId, path }, error.code);
    return problemResponse(error, { path, requestId: info.requestId });
  }
  log.error({ err: error, requestId: info.requestId, path }, "unforeseen error");
  const unforeseen = new DomainError(
    "internal_error",
    "Something went wrong on our side. Try again; if it stays, tell support the request id.",
  );
  return problemResponse(unforeseen, { path, requestId: info.requestId });
}

/**
 * Refuses what a page asks that was made for somebody else: another tab of its browser has signed in this person since.
 * @throws DomainError other_person
 */
function assertPageOwner(headers: Headers, user: SignedInUser): void {
  if (!isOfOtherPerson(headers.get(PAGE_OWNER_HEADER), user.id)) return;
  throw new DomainError(
    "other_person",
    `${user.name} (${user.email}) is signed in now, from another tab of this browser. Nothing was changed.`,
  );
}

const openAnySession: OpenContext<CurrentSession> = async ({ request, info, setCookie, asker }) => {
  const session = await currentSession(request.headers, info);
  if (!session) throw new DomainError("not_signed_in", "Sign in first; your session may have ended.");
  asker.userId = session.user.id;
  assertPageOwner(request.headers, session.user);
  const cookie = await rotateSessionIfAsked(request.headers, session);
  if (cookie !== null) setCookie(cookie);
  return session;
};

const openSession: OpenContext<SessionContext> = async (incoming) => {
  const session = await openAnySession(incoming);
  if (session.mustChangePassword) {
    throw new DomainError(
      "password_change_required",
      "The operator chose your password. Choose your own first: until then nothing else is open to you.",
    );
  }
  return session;
};

/** Makes a handler that anyone may call: sign-in. */
export const publicHandler = handlerWith<{ readonly request: RequestInfo }>(({ info }) =>
  Promise.resolve({ request: info }),
);

/** Makes a handler for signed-in people. */
export const sessionHandler = handlerWith(openSession);

/**
 * Makes a handler that is open to people whose password the operator chose as well: to choose their own, and to sign
 * out.
 */
export const ownPasswordHandler = handlerWith<SessionContext>(openAnySession);

/** Makes a handler below `/api/accounts/{accountId}`, for active members of that account. */
export const accountHandler = handlerWith<AccountContext>(async (incoming) => {
  const session = await openSession(incoming);
  const parsed = ACCOUNT_ID.safeParse(incoming.params);
  if (!parsed.success) throw notFound();
  incoming.asker.accountId = parsed.data.accountId;
  return ask((db) => openAccount(db, session, parsed.data.accountId));
});

/** Makes a handler for the operator's support staff. To anyone else it does not exist. */
export const staffHandler = handlerWith<StaffContext>(async (incoming) => {
  const session = await openSession(incoming);
  if (!session.user.isStaff) throw notFound();
  return { ...session, user: { ...session.user, isStaff: true } };
});
