import { clsx } from "clsx";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { SelectField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { MomentField } from "@/components/ui/fields/moment-field";
import { useGo } from "@/components/ui/links/use-go";
import { VERDICT_FILTERS, VERDICT_GROUP_LABELS } from "@/lib/domain/verdict/verdict-group";
import { spanFault, type KeyView } from "@/lib/addresses/key-tabs";
import { keyPage } from "@/lib/addresses/pages";

const VERDICTS = [
  { value: "", label: "Every verdict" },
  ...VERDICT_FILTERS.map((filter) => ({
    value: filter,
    label: filter === "refused" ? "Every refusal" : VERDICT_GROUP_LABELS[filter],
  })),
];

/** As low as the fields are below their labels, also where one says below itself what is wrong. */
const BESIDE_FIELDS = "sm:mt-6.5";

type CallFilterBarProps = { readonly accountId: string; readonly keyId: string; readonly view: KeyView };

/** Verdict and time of the calls to show; both stand in the URL. */
export function CallFilterBar({ accountId, keyId, view }: CallFilterBarProps) {
  const { go, isGoing } = useGo();
  const [fault, setFault] = useState<string | null>(null);
  const isFiltered = view.verdict !== null || view.from !== null || view.to !== null;
  const show = (form: FormData) => {
    const [from, to] = [instantText(form.get("from")), instantText(form.get("to"))];
    const wrong = spanFault(from ?? null, to ?? null);
    setFault(wrong);
    if (wrong !== null) return;
    const verdict = VERDICT_FILTERS.find((filter) => filter === form.get("verdict"));
    go(keyPage(accountId, keyId, { tab: "calls", verdict, from, to }), { scroll: false });
  };
  return (
    <form
      // Another address, another form: its fields start from the address.
      key={`${view.verdict} ${view.from} ${view.to}`}
      aria-label="Filter calls"
      className="flex flex-wrap items-start gap-x-3 gap-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        show(new FormData(event.currentTarget));
      }}
    >
      <SelectField
        label="Verdict"
        name="verdict"
        options={VERDICTS}
        defaultValue={view.verdict ?? ""}
        className="w-full sm:w-44"
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
      />
      <MomentField
        label="From (UTC)"
        name="from"
        timeIfNone="00:00"
        placeholder="Any time"
        value={view.from ?? ""}
        className="w-full sm:w-56"
      />
      <MomentField
        label="To (UTC)"
        name="to"
        timeIfNone="24:00"
        placeholder="Any time"
        value={view.to ?? ""}
        error={fault ?? undefined}
        className="w-full sm:w-56"
      />
      <Button type="submit" isBusy={isGoing} className={BESIDE_FIELDS}>
        Show
      </Button>
      {isFiltered ? (
        <Link
          href={keyPage(accountId, keyId, { tab: "calls" })}
          scroll={false}
          className={clsx(BESIDE_FIELDS, "py-2 text-sm font-medium text-accent hover:underline")}
        >
          Show all calls
        </Link>
      ) : null}
    </form>
  );
}

function instantText(value: FormDataEntryValue | null): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
