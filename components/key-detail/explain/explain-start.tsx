import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextArea, TextField } from "@/components/ui/fields/field";
import { useGo } from "@/components/ui/links/use-go";
import type { CurlReading } from "@/components/key-detail/explain/curl/read-curl";
import { explainSearch, NOTHING_ASKED, type ExplainView } from "@/lib/addresses/explain-view";
import { keyPage } from "@/lib/addresses/pages";

type ExplainStartProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: ExplainView;
  /** What is wrong with the call id. */
  readonly fault: string | undefined;
};

/** Two ways to a question without filling it in: a curl line, and a call that was made. */
export function ExplainStart({ accountId, keyId, view, fault }: ExplainStartProps) {
  const call = useGo();
  const curl = useGo();
  const pageOf = (asked: Partial<ExplainView>) =>
    keyPage(accountId, keyId, explainSearch({ ...NOTHING_ASKED, ...asked }));
  return (
    <div className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
      <Way title="Paste a curl line" isOpen={false}>
        <CurlField
          isBusy={curl.isGoing}
          onRead={(reading) => curl.go(pageOf(askedBy(reading)), { scroll: false })}
        />
      </Way>
      <Way title="Explain a recorded call" isOpen={view.call !== null}>
        <form
          noValidate
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const id = new FormData(event.currentTarget).get("call");
            if (typeof id !== "string" || id.trim() === "") return;
            call.go(pageOf({ call: id.trim() }), { scroll: false });
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
          <Button type="submit" isBusy={call.isGoing}>
            Explain call
          </Button>
        </form>
      </Way>
    </div>
  );
}

function askedBy(reading: CurlReading): Partial<ExplainView> {
  const { method, path, scopes, environment, address } = reading;
  return { method, path, scopes, environment, address };
}

type CurlFieldProps = { readonly isBusy: boolean; readonly onRead: (reading: CurlReading) => void };

/** Read in the browser: the line, and a secret in it, goes nowhere. */
function CurlField({ isBusy, onRead }: CurlFieldProps) {
  const [fault, setFault] = useState<string | undefined>();
  const read = async (form: HTMLFormElement) => {
    const line = new FormData(form).get("curl");
    const [{ readCurl }, { curlFaultText }] = await Promise.all([
      import("@/components/key-detail/explain/curl/read-curl"),
      import("@/components/key-detail/explain/curl/curl-fault"),
    ]);
    const reading = readCurl(typeof line === "string" ? line : "");
    setFault("fault" in reading ? curlFaultText(reading) : undefined);
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
        error={fault}
        className="w-full"
      />
      <Button type="submit" isBusy={isBusy}>
        Read curl line
      </Button>
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
