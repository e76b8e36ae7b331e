"use client";

import { Tabs } from "radix-ui";

import { CodeBlock } from "@/components/ui/code-block";
import { quickStarts, READ_KEY_COMMAND } from "./quick-start-text";

/** The quick start: from a key to an answer in two steps, in the language of choice. */
export function QuickStart({ gateUrl }: { readonly gateUrl: string }) {
  const samples = quickStarts(gateUrl);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="min-w-0">
        <p className="mb-2">
          <span className="font-medium">Give the key to your shell.</span>{" "}
          <span className="text-muted">
            Run this, paste the key, press Enter. It is written to no file and not to the shell history.
          </span>
        </p>
        <CodeBlock code={READ_KEY_COMMAND} label="command that reads the key" />
      </div>
      <Tabs.Root defaultValue="curl" className="min-w-0">
        <p className="mb-2 font-medium">Make the first two calls.</p>
        <Tabs.List aria-label="Language of the sample" className="flex gap-5 border-b border-line">
          {samples.map((sample) => (
            <Tabs.Trigger
              key={sample.language}
              value={sample.language}
              className="-mb-px border-b-2 border-transparent py-2 text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {sample.label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {samples.map((sample) => (
          <Tabs.Content key={sample.language} value={sample.language} className="mt-3 min-w-0">
            <CodeBlock code={sample.code} label={`${sample.label} sample`} />
            <p className="mt-2 text-sm text-muted">
              <span>Save and run it with</span>{" "}
              <code translate="no" className="text-ink">
                {sample.run}
              </code>
              <span>{`. Needs ${sample.needs}.`}</span>
            </p>
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <p className="text-muted">
        Every address, answer and error, to read and to try:{" "}
        <a
          href={`${gateUrl.replace(/\/$/, "")}/reference`}
          className="text-accent underline underline-offset-2 hover:text-accent-strong"
        >
          API reference
        </a>
        .
      </p>
    </div>
  );
}
