/** Why a pasted line can't be read as the one request that it makes. There is no verdict about such a line. */
export type CurlFault =
  | "no_curl"
  | "no_address"
  | "powershell"
  | "several"
  | "unclosed"
  | "lines"
  | "shell"
  | "variable"
  | "option"
  | "file"
  | "globbing"
  | "address"
  | "scheme"
  | "dots"
  | "method"
  | "conflict"
  | "headers"
  | "original"
  | "forwarded"
  | "body"
  | "percent";

export type CurlRefusal = {
  readonly fault: CurlFault;
  /** The option that it is about. */
  readonly option?: string;
};

const TEXTS: Record<CurlFault, string> = {
  no_curl: "There is no curl command in this. In a browser's network panel choose “Copy as cURL”.",
  no_address: "This curl line has no address.",
  powershell: "This is written for PowerShell, which can't be read here. Copy it as cURL, for cmd or bash.",
  several: "This makes several requests. Paste one curl command with one address.",
  unclosed: "A quote is not closed: a part of the line is missing.",
  lines: "The line ends before its last options: a backslash (or ^ on Windows) is missing at a line's end.",
  shell: "This line does more than run curl. Paste the curl command alone.",
  variable: "What is asked for depends on a variable. Put its value there, but no secret.",
  option: "This line has an option that can't be read here",
  file: "What is asked for stands in a file that can't be read here. Fill in the form instead.",
  globbing:
    "Braces and brackets in an address make curl send several requests. Write the one address, or add -g.",
  address: "curl would not send a request to an address written like this.",
  scheme: "Only addresses with http and https can be explained.",
  dots: "Versions of curl read the encoded dots in this address in two ways. Write the path without them.",
  method: "The method of this line is no method of HTTP.",
  conflict: "curl refuses this line: its options ask for two methods at once.",
  headers: "Headers of this line name different requests, or one of them comes twice.",
  original:
    "The gate takes a path from X-Forwarded-Uri or X-Original-URI that begins with a slash, or a whole address from X-Original-URL.",
  forwarded: "The gate reads X-Forwarded-For from its end on, and no address stands there in this line.",
  body: "The body of this line can't be read as a question to /v1/verify. It is sent with POST, in JSON, and names both method and path. Or fill in the form instead.",
  percent: "A % in this address encodes nothing. Write %25 for a % that is meant as such.",
};

/** What to tell a person whose line can't be read. */
export function curlFaultText({ fault, option }: CurlRefusal): string {
  return option === undefined ? TEXTS[fault] : `${TEXTS[fault]}: ${option}.`;
}
