import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { TextArea, TextField } from "@/components/ui/field";
import type { CurlFault, CurlReading } from "@/lib/view/curl-line";
import { explainSearch, NOTHING_ASKED, type ExplainView } from "@/lib/view/explain-view";
import { keyPage } from "@/lib/view/routes";

type ExplainStartProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: ExplainView;
  /** What is wrong with the call id. */
  readonly fault: string | undefined;
};

/** Two ways to a question without filling it in: a curl line, and a call that was made. */
export function ExplainStart({ accountId, keyId, view, fault }: ExplainStartProps) {
  const router = useRouter();
  const ask = (asked: ExplainView) =>
    router.push(keyPage(accountId, keyId, explainSearch(asked)), { scroll: false });
  return (
    <div className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
      <Way title="Paste a curl line" isOpen={false}>
        <CurlField onRead={(reading) => ask({ ...NOTHING_ASKED, ...askedBy(reading) })} />
      </Way>
      <Way title="Explain a recorded call" isOpen={view.call !== null}>
        <form
          noValidate
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const call = new FormData(event.currentTarget).get("call");
            if (typeof call === "string" && call.trim() !== "") ask({ ...NOTHING_ASKED, call: call.trim() });
          }}
        >
          <TextField
            label="Call id"
            name="call"
            defaultValue={view.call ?? ""}
            autoComplete="off"
            spellCheck={false}
            maxLength={36}
            hint="X-Countersign-Call of the gate's answer; the Calls tab has it too."
            error={fault}
            className="min-w-0 flex-1 basis-52"
          />
          <Button type="submit">Explain call</Button>
        </form>
      </Way>
    </div>
  );
}

function askedBy(reading: CurlReading): Partial<ExplainView> {
  const { method, path, scopes, environment, address } = reading;
  return { method, path, scopes, environment, address };
}

const FAULTS: Record<CurlFault, string> = {
  no_curl: "There is no curl command in this.",
  no_address: "This curl line has no address.",
};

/** Read in the browser: the line, and a secret in it, goes nowhere. */
function CurlField({ onRead }: { readonly onRead: (reading: CurlReading) => void }) {
  const [fault, setFault] = useState<CurlFault | null>(null);
  const read = async (form: HTMLFormElement) => {
    const line = new FormData(form).get("curl");
    const { readCurl } = await import("@/lib/view/curl-line");
    const reading = readCurl(typeof line === "string" ? line : "");
    setFault("fault" in reading ? reading.fault : null);
    if ("fault" in reading) return;
    form.reset();
    onRead(reading);
  };
  return (
    <form
      noValidate
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void read(event.currentTarget);
      }}
    >
      <TextArea
        label="curl line"
        name="curl"
        rows={4}
        autoComplete="off"
        spellCheck={false}
        hint="It is read here in your browser. A key in it is left out and goes nowhere."
        error={fault ? FAULTS[fault] : undefined}
        className="w-full"
      />
      <Button type="submit">Read curl line</Button>
    </form>
  );
}

type WayProps = { readonly title: string; readonly isOpen: boolean; readonly children: ReactNode };

function Way({ title, isOpen, children }: WayProps) {
  return (
    <details open={isOpen} className="px-4">
      <summary className="-mx-4 rounded-md px-4 py-2.5 font-medium -outline-offset-2 hover:bg-sunken">
        {title}
      </summary>
      <div className="pt-1 pb-4">{children}</div>
    </details>
  );
}
