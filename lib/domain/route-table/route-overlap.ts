/**
 * Two routes may both fit a request, and neither be the more specific one: `/a/{x}/c` and `/a/b/{y}` for `/a/b/c`. Which
 * of them the service behind takes is its own affair, so a table must say itself what `/a/b/c` needs.
 */
import { keyOf, type TemplateSegment } from "./route-path";
import { ANY_METHOD, endFor, segmentText, type Route, type RouteNode } from "./route-table";

/**
 * Looks for a route whose requests may as well be the given one's.
 * @param others routes that are in the tree, without `route`
 * @returns what is wrong, null if nothing is
 */
export function overlapOf(root: RouteNode, route: Route, others: readonly Route[]): string | null {
  for (const other of others) {
    if (!isCrossing(route.segments, other.segments)) continue;
    const common = route.segments.map((segment, index) =>
      segment.type === "literal" ? segment : (other.segments[index] ?? segment),
    );
    const method = sharedMethods(route, other).find((name) => !hasEnd(root, common, name));
    if (method === undefined) continue;
    const text = `/${common.map(segmentText).join("/")}`;
    const name = method === ANY_METHOD ? "" : `${method} `;
    return `${name}${text} fits this path and ${other.template} alike: add a route for ${name}${text}`;
  }
  return null;
}

/** True if some path fits both, and each of the two is more specific somewhere. */
function isCrossing(first: readonly TemplateSegment[], second: readonly TemplateSegment[]): boolean {
  if (first.length !== second.length) return false;
  let isFirstNarrower = false;
  let isSecondNarrower = false;
  for (let index = 0; index < first.length; index += 1) {
    const one = first[index];
    const other = second[index];
    if (one?.type === "literal") {
      if (other?.type !== "literal") isFirstNarrower = true;
      else if (one.text !== other.text) return false;
    } else if (other?.type === "literal") isSecondNarrower = true;
  }
  return isFirstNarrower && isSecondNarrower;
}

/** Methods that both routes take; {@link ANY_METHOD} stands for those that neither names. */
function sharedMethods(first: Route, second: Route): string[] {
  const names = new Set([...first.methods, ...second.methods, ANY_METHOD]);
  return [...names].filter((method) => takes(first, method) && takes(second, method));
}

function takes({ methods }: Route, method: string): boolean {
  const isFollower = method === "HEAD" && methods.includes("GET");
  return isFollower || methods.includes(method) || methods.includes(ANY_METHOD);
}

function hasEnd(root: RouteNode, path: readonly TemplateSegment[], method: string): boolean {
  let node: RouteNode | null | undefined = root;
  for (const segment of path) {
    node = segment.type === "parameter" ? node.parameter : node.literals.get(keyOf(segment.text))?.node;
    if (!node) return false;
  }
  return endFor(node, method) !== null;
}
