import {
  parseSync,
  Visitor,
  type CallExpression,
  type Expression,
  type JSXChild,
  type Program,
} from "oxc-parser";

/** A place where a text and something that comes, goes or changes share a parent. */
export type TextBeside = { readonly start: number; readonly line: number; readonly source: string };

type Kind =
  /** Text that is always there and always the same. */
  | "text"
  /** White space alone, which translators leave as it is. */
  | "space"
  /** An element that is always there. */
  | "element"
  /** Elements, or nothing: they come and go. */
  | "elements"
  /** What the caller puts there, a `ReactNode`: that is looked at where it is made. */
  | "slot"
  /** A value that may be drawn as text. */
  | "value";

/**
 * Finds the places of a `.tsx` file where bare text shares its parent with something that React moves.
 *
 * A browser's translator wraps each text node in elements of its own, or replaces it. React then inserts beside, or
 * takes away, a node that is no longer where it was put, and the page dies; or it changes a text that nobody sees.
 * Where a text is all that its element holds, React sets the element's whole content, and neither can happen.
 */
export function findTextBeside(fileName: string, source: string): TextBeside[] {
  const { program } = parseSync(fileName, source);
  const declared = declaredIn(program);
  const found: TextBeside[] = [];
  const look = (children: readonly JSXChild[], isFragment: boolean) => {
    const kinds = children.flatMap((child) => kindsOf(child, declared));
    if (!isAtRisk(kinds, isFragment)) return;
    const [start, end] = [children[0]?.start ?? 0, children.at(-1)?.end ?? 0];
    const words = source.slice(start, end);
    found.push({
      start,
      line: source.slice(0, start + words.search(/\S/)).split("\n").length,
      source: words.replaceAll(/\s+/g, " ").trim(),
    });
  };
  new Visitor({
    JSXElement: ({ children }) => look(children, false),
    JSXFragment: ({ children }) => look(children, true),
  }).visit(program);
  return found;
}

/** In a fragment even a lone text has siblings: those of the fragment. */
function isAtRisk(kinds: readonly Kind[], isFragment: boolean): boolean {
  const drawn = kinds.filter((kind) => kind !== "space");
  const isBare = drawn.includes("text") || drawn.includes("value");
  const isMoving = drawn.includes("elements");
  if (drawn.includes("slot") && isMoving) return true;
  return isBare && (isFragment || (kinds.length > 1 && (isMoving || drawn.includes("value"))));
}

type Declared = ReadonlyMap<string, Kind>;

/** The properties that this file declares as `ReactNode` or `ReactElement`. */
function declaredIn(program: Program): Declared {
  const declared = new Map<string, Kind>();
  new Visitor({
    TSPropertySignature: ({ key, typeAnnotation }) => {
      const type = typeAnnotation?.typeAnnotation;
      if (key.type !== "Identifier" || type?.type !== "TSTypeReference") return;
      if (type.typeName.type !== "Identifier") return;
      if (type.typeName.name === "ReactNode") declared.set(key.name, "slot");
      if (type.typeName.name === "ReactElement") declared.set(key.name, "element");
    },
  }).visit(program);
  return declared;
}

function kindsOf(child: JSXChild, declared: Declared): Kind[] {
  switch (child.type) {
    case "JSXText":
      if (child.value.trim() !== "") return ["text"];
      return child.value.includes("\n") ? [] : ["space"];
    case "JSXElement":
      return ["element"];
    case "JSXFragment":
      return child.children.flatMap((inner) => kindsOf(inner, declared));
    case "JSXExpressionContainer":
      return child.expression.type === "JSXEmptyExpression" ? [] : [kindOf(child.expression, declared)];
    default:
      return ["value"];
  }
}

function kindOf(value: Expression, declared: Declared): Kind {
  if (value.type === "Literal" && typeof value.value === "string") {
    return value.value.trim() === "" ? "space" : "text";
  }
  if (value.type === "AwaitExpression") return "slot";
  const name = nameOf(value);
  const kind = declared.get(name) ?? (name === "children" ? "slot" : undefined);
  if (kind) return kind;
  return isElements(value, declared) ? "elements" : "value";
}

/** `children` of `children` and of `props.children`. */
function nameOf(value: Expression): string {
  if (value.type === "Identifier") return value.name;
  return value.type === "MemberExpression" && value.property.type === "Identifier" ? value.property.name : "";
}

/** Whether an expression is seen to give elements or nothing, never a text. */
function isElements(value: Expression, declared: Declared): boolean {
  switch (value.type) {
    case "JSXElement":
      return true;
    case "JSXFragment":
      return value.children
        .flatMap((child) => kindsOf(child, declared))
        .every((kind) => kind !== "text" && kind !== "value");
    case "Literal":
      return value.value === null;
    case "Identifier":
      return value.name === "undefined";
    case "AwaitExpression":
      return true;
    case "ParenthesizedExpression":
      return isElements(value.expression, declared);
    case "ConditionalExpression":
      return isElements(value.consequent, declared) && isElements(value.alternate, declared);
    case "LogicalExpression":
      return value.operator === "&&" && isElements(value.right, declared);
    case "CallExpression":
      return isListOfElements(value, declared);
    default:
      return false;
  }
}

/** `things.map((thing) => <Element />)` */
function isListOfElements({ callee, arguments: [made] }: CallExpression, declared: Declared): boolean {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  if (callee.property.name !== "map" || made?.type !== "ArrowFunctionExpression") return false;
  if (made.body.type !== "BlockStatement") return isElements(made.body, declared);
  return made.body.body.every(
    (step) =>
      step.type !== "ReturnStatement" || (step.argument !== null && isElements(step.argument, declared)),
  );
}

/** Finds code, and what is set like code, that a translator would change: secrets, GUIDs, scopes, lines to run. */
export function findTranslatedCode(fileName: string, source: string): TextBeside[] {
  const found: TextBeside[] = [];
  new Visitor({
    JSXOpeningElement: ({ name, attributes, start, end }) => {
      const text = source.slice(start, end);
      const isCode = name.type === "JSXIdentifier" && (name.name === "code" || name.name === "pre");
      const isKept = attributes.some(
        (each) => each.type === "JSXAttribute" && each.name.name === "translate",
      );
      if (isKept || !(isCode || MONOSPACE.test(text))) return;
      found.push({ start, line: source.slice(0, start).split("\n").length, source: text });
    },
  }).visit(parseSync(fileName, source).program);
  return found;
}

const MONOSPACE = /["`\s]font-mono["`\s]/;
