import { Tabs } from "radix-ui";
import { Fragment } from "react";

import { CodeBlock } from "@/components/ui/code-block";

import type { AppValues } from "./app-values";
import { appQuickStart, QUICK_START_LANGUAGES, type QuickStartGrant } from "./quick-start-text";

type QuickStartSampleProps = {
  readonly grant: QuickStartGrant;
  readonly values: AppValues;
  /** The language that is shown, which stays from one grant to the next. */
  readonly language: string;
  readonly onLanguage: (language: string) => void;
};

/** One grant in the language of choice: what to save, and how to run it. */
export function QuickStartSample({ grant, values, language, onLanguage }: QuickStartSampleProps) {
  const samples = QUICK_START_LANGUAGES.map((name) => ({ name, ...appQuickStart(grant, name, values) }));
  return (
    <Tabs.Root value={language} onValueChange={onLanguage} className="flex min-w-0 flex-col gap-3">
      <Tabs.List aria-label="Language" className="flex gap-1">
        {samples.map(({ name, label }) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="h-8 rounded-md px-3 text-sm text-muted hover:text-ink data-[state=active]:bg-sunken data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {samples.map(({ name, label, code, run, needs, variables }) => (
        <Tabs.Content key={name} value={name} className="flex min-w-0 flex-col gap-3">
          <p className="text-sm text-muted">
            <span>Save it as</span> <Code>{run.split(" ").at(-1) ?? ""}</Code>
            {variables.map((variable, index) => (
              <Fragment key={variable}>
                <span>{index === 0 ? ", set " : " and "}</span>
                <Code>{variable}</Code>
              </Fragment>
            ))}
            <span>{" and run "}</span>
            <Code>{run}</Code>
            <span>{`. It needs ${needs}.`}</span>
          </p>
          <CodeBlock code={code} label={`${label} program`} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function Code({ children }: { readonly children: string }) {
  return (
    <code translate="no" className="text-ink">
      {children}
    </code>
  );
}
