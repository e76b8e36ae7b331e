/** The content of a route table file: its schema, and what is said where it is not kept. */
import { z } from "zod";

import { compileRoutes } from "../../domain/route-table/compile-routes";
import { ACCOUNT_PARAMETER, readTemplate, type TemplateSegment } from "../../domain/route-table/route-path";
import { ANY_METHOD, UNKNOWN_ROUTES, type RouteTable } from "../../domain/route-table/route-table";
import { parseScope, sortScopes, type Scope } from "../../domain/keys/scopes";

/** Something wrong, and where: keys and indexes from the top of the file. */
export type RouteFault = { readonly at: readonly PropertyKey[]; readonly text: string };

const ROUTES_MAX = 2_000;

/** An object without other keys. What is said of those is completed by {@link faultsOf}, one for each. */
const keys = <Shape extends z.core.$ZodLooseShape>(shape: Shape, wrong: string) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? `it is ${Object.keys(shape).join(", ")}` : wrong),
  });

/** A single value stands for a list of one. */
const oneOrMore = <List extends z.ZodType>(list: List) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), list);

const METHOD = `a method is a word in capital letters, or ${ANY_METHOD} for all`;

const Methods = z
  .array(
    z.string(METHOD).regex(/^[A-Z][A-Z-]{0,15}$/, METHOD),
    `method is missing: one, a list, or ${ANY_METHOD}`,
  )
  .min(1, "name at least one method")
  .superRefine((names, context) => {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) context.addIssue(`${twice} is there twice`);
  });

const Path = z
  .string({
    error: ({ input }) =>
      `path is ${input === undefined ? "missing: a template" : "a text"} such as /v6/agreements/{id}`,
  })
  .transform((template, context) => {
    const segments = readTemplate(template);
    if (!("fault" in segments)) return { template, segments };
    context.addIssue(segments.fault);
    return z.NEVER;
  });

const SCOPES_MISSING =
  "scopes is missing: write scopes: [] where any key may ask, or public: true where no key is needed";

const NeededScope = z.string("scopes is a list of names of scopes").transform((name, context) => {
  const scope = parseScope(name);
  if (scope) return scope;
  context.addIssue(`there is no scope ${name.slice(0, 60)}`);
  return z.NEVER;
});

/** A public route needs no scopes, and its entry need not say so. */
const withoutNeed = (entry: unknown) =>
  typeof entry === "object" && entry !== null && "public" in entry && entry.public === true
    ? { scopes: [], ...entry }
    : entry;

const RouteEntry = z.preprocess(
  withoutNeed,
  keys(
    {
      method: oneOrMore(Methods),
      path: Path,
      scopes: oneOrMore(z.array(NeededScope, SCOPES_MISSING).transform(sortScopes)),
      public: z.boolean("public is true or false").default(false),
    },
    "a route has the keys method, path, and scopes or public",
  )
    .superRefine(refusePublicWithNeeds)
    .transform(({ method, path, scopes, public: isPublic }) => ({
      methods: method,
      ...path,
      scopes,
      isPublic,
    })),
);

type ReadEntry = {
  readonly path: { readonly segments: readonly TemplateSegment[] };
  readonly scopes: readonly Scope[];
  readonly public: boolean;
};

/** A public route has nobody whose scopes or account could be looked at: an entry that asks for either is a mistake. */
function refusePublicWithNeeds(entry: ReadEntry, context: z.RefinementCtx): void {
  if (!entry.public) return;
  const fault = (key: keyof ReadEntry, message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  if (entry.scopes.length > 0) {
    fault("scopes", "a public route asks for no key, so it can't need scopes: remove scopes, or public");
  }
  if (entry.path.segments.some(isAccount)) {
    fault(
      "path",
      `a public route asks for no key, so {${ACCOUNT_PARAMETER}} is compared with nothing: name it otherwise`,
    );
  }
}

function isAccount(segment: TemplateSegment): boolean {
  return segment.type === "parameter" && segment.name === ACCOUNT_PARAMETER;
}

const routesOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry, "routes is a list of method, path, and scopes or public")
    .max(ROUTES_MAX, `there are more than ${ROUTES_MAX} routes`);

const RouteFile = keys(
  {
    unknownRoutes: z.enum(UNKNOWN_ROUTES, "unknownRoutes is refuse or allow").default("refuse"),
    routes: routesOf(RouteEntry),
  },
  "a route table has the keys unknownRoutes and routes",
);

/** The routes that can be read of a file with faults, so that their conflicts are told with them. */
const ReadableRoutes = z
  .object({ routes: routesOf(RouteEntry.nullable().catch(null)) })
  .catch({ routes: [] });

/**
 * Reads the content of a route table: `unknownRoutes` (`refuse`, the default, or `allow`) and `routes`, each with
 * `method` (one, a list, or ANY), `path`, and `scopes` (one or a list, which may be empty; canonical or Acrobat names) or
 * `public: true`.
 * @returns the table, or every fault
 */
export function readRouteTable(content: unknown): RouteTable | { readonly faults: readonly RouteFault[] } {
  const file = RouteFile.safeParse(content);
  const { conflicts, ...compiled } = compileRoutes((file.data ?? ReadableRoutes.parse(content)).routes);
  const faults = [
    ...(file.error?.issues ?? []).flatMap(faultsOf),
    ...conflicts.map(({ index, text }) => ({ at: ["routes", index, "path"], text })),
  ];
  return file.success && faults.length === 0
    ? { ...compiled, unknownRoutes: file.data.unknownRoutes }
    : { faults };
}

function faultsOf(issue: z.core.$ZodIssue): RouteFault[] {
  const { path: at, message } = issue;
  if (issue.code !== "unrecognized_keys") return [{ at, text: message }];
  return issue.keys.map((key) => ({
    at: [...at, key],
    text: `there is no setting ${key.slice(0, 60)}: ${message}`,
  }));
}
