import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  readonly code: string;
  /** What the code is, for the copy button and screen readers: "curl command". */
  readonly label: string;
};

/** Code to take along, with a button that copies all of it. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <figure aria-label={label} className="relative rounded-md border border-line bg-sunken">
      <pre tabIndex={0} className="overflow-x-auto py-3 pr-12 pl-4 text-sm leading-5">
        <code>{code}</code>
      </pre>
      <CopyButton text={code} label={`Copy ${label}`} className="absolute top-1.5 right-1.5 bg-sunken" />
    </figure>
  );
}
