import { readFileSync } from "node:fs";
import { LineCounter, parseDocument, type Document } from "yaml";

import type { RouteTable } from "../../domain/route-table/route-table";
import { readRouteTable, type RouteFault } from "./route-schema";

const FILE_BYTES_MAX = 1024 * 1024;

/** A route table can't be used. One line per fault: `file:line:column: what is wrong`. */
export class RouteFileError extends Error {
  override readonly name = "RouteFileError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** The text of a route table file, at most 1 MiB. @throws RouteFileError */
export function readRouteFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new RouteFileError([`${path}: can't be read (${reason})`]);
  }
  if (bytes.byteLength > FILE_BYTES_MAX) throw new RouteFileError([`${path}: is larger than 1 MiB`]);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new RouteFileError([`${path}: is not UTF-8`]);
  }
}

/**
 * Reads a route table in YAML or JSON (which is YAML).
 * @param path names the file in messages
 * @throws RouteFileError with every fault
 */
export function parseRouteFile(text: string, path: string): RouteTable {
  const lineCounter = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new RouteFileError(problems.map((problem) => `${place(problem.pos[0])}: ${problem.message}`));
  }
  const table = readRouteTable(contentOf(document, path));
  if (!("faults" in table)) return table;
  throw new RouteFileError(
    table.faults
      .map((fault) => ({ offset: offsetOf(document, fault), text: fault.text }))
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset, text: what }) => `${place(offset)}: ${what}`),
  );
}

function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // Aliases that grow beyond all bounds, or that nothing was given a name for.
    throw new RouteFileError([`${path}:1:1: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** Where the value stands that a fault is about; where it is missing, the nearest that holds it. */
function offsetOf(document: Document, fault: RouteFault): number {
  for (let depth = fault.at.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(fault.at.slice(0, depth), true);
    if (!isNode(node)) continue;
    const [start] = node.range;
    return start;
  }
  return 0;
}

function isNode(value: unknown): value is { readonly range: readonly [number, number, number] } {
  return typeof value === "object" && value !== null && "range" in value && Array.isArray(value.range);
}
