/** The content of a route table file: its schema, and what is said where it is not kept. */
import { z } from "zod";

import { compileRoutes } from "../domain/route-table/compile-routes";
import { readTemplate } from "../domain/route-table/route-path";
import { ANY_METHOD, UNKNOWN_ROUTES, type RouteTable } from "../domain/route-table/route-table";
import { parseScope, sortScopes } from "../domain/keys/scopes";

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

const NeededScope = z.string("scopes is a list of names of scopes").transform((name, context) => {
  const scope = parseScope(name);
  if (scope) return scope;
  context.addIssue(`there is no scope ${name.slice(0, 60)}`);
  return z.NEVER;
});

const RouteEntry = keys(
  {
    method: oneOrMore(Methods),
    path: Path,
    scopes: oneOrMore(
      z
        .array(NeededScope, "scopes is missing: write scopes: [] where the route needs none")
        .transform(sortScopes),
    ),
  },
  "a route has the keys method, path and scopes",
).transform(({ method, path, scopes }) => ({ methods: method, ...path, scopes }));

const routesOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry, "routes is a list of method, path and scopes")
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
 * `method` (one, a list, or ANY), `path` and `scopes` (one or a list, which may be empty; canonical or Acrobat names).
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
