/** What curl makes of its options for data: parts of a query, or a body. */
import { UNKNOWN } from "./commands";
import type { CurlRefusal } from "./curl-fault";
import type { CurlOptions } from "./curl-options";

export const DATA = ["data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json"] as const;
type DataOption = (typeof DATA)[number];

type Options = CurlOptions["options"];

const isForm = (options: Options): boolean => options.has("form") || options.has("form-string");

/** Parts that options put into the query; what stands in a file is not known. */
export function addedQuery(options: Options): string[] {
  const isGet = options.has("get") && !isForm(options);
  const data = DATA.flatMap((name) =>
    (isGet ? (options.get(name) ?? []) : []).map((value) => dataPart(name, value)),
  );
  const query = (options.get("url-query") ?? []).map((value) =>
    value.startsWith("+") ? value.slice(1) : dataPart("data-urlencode", value),
  );
  return [...data, ...query];
}

/** The body that the line itself has, or why none is known. */
export function bodyOf({ options, inOrder }: CurlOptions): string | CurlRefusal {
  if (isForm(options) || options.has("get") || options.has("upload-file")) return { fault: "body" };
  let body = "";
  for (const [name, value] of inOrder) {
    const option = DATA.find((one) => one === name);
    if (option === undefined) continue;
    if (isFile(option, value)) return { fault: "file" };
    // What --json adds goes on where the body ended; all else is a further field of a form.
    body += (body === "" || option === "json" ? "" : "&") + dataPart(option, value);
  }
  return body;
}

function isFile(option: DataOption, value: string): boolean {
  if (option === "data-raw") return false;
  return option === "data-urlencode" ? /^[^=@]*@/.test(value) : value.startsWith("@");
}

function dataPart(option: DataOption, value: string): string {
  if (isFile(option, value)) return UNKNOWN;
  if (option !== "data-urlencode") return value;
  const [, name = "", sign = "", content = ""] = /^([^=]*)(=?)(.*)$/s.exec(value) ?? [];
  if (sign === "") return encodeURIComponent(name);
  return `${name === "" ? "" : `${name}=`}${encodeURIComponent(content)}`;
}
