import { clsx } from "clsx";

import { CopyButton } from "./buttons/copy-button";

type CodeBlockProps = {
  readonly code: string;
  /** What the code is, for the copy button and screen readers: "curl command". */
  readonly label: string;
  /** So many of its first lines are marked. */
  readonly markedLines?: number;
};

/**
 * Code to take along, with a button that copies all of it, in a gutter that the code never runs under. Lines that have no
 * room are broken on screen, so that all of it can be read; what is copied has them whole.
 */
export function CodeBlock({ code, label, markedLines = 0 }: CodeBlockProps) {
  const lines = code.split("\n");
  const marked = lines.slice(0, markedLines);
  const rest = lines.slice(markedLines);
  return (
    <figure aria-label={label} className="flex items-start rounded-md border border-line bg-sunken">
      <pre
        translate="no"
        className="min-w-0 flex-1 py-3 pl-4 text-sm leading-5 wrap-anywhere whitespace-pre-wrap"
      >
        {marked.length > 0 ? (
          <code
            translate="no"
            className="-ml-4 block border-l-3 border-accent bg-accent-soft py-0.5 pl-[13px]"
          >
            {`${marked.join("\n")}\n`}
          </code>
        ) : null}
        <code translate="no" className={clsx(marked.length > 0 && "block pt-0.5")}>
          {rest.join("\n")}
        </code>
      </pre>
      <CopyButton text={code} label={`Copy ${label}`} className="m-1.5" />
    </figure>
  );
}
