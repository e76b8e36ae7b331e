import Link from "next/link";
import { useRouter } from "next/navigation";

import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { VERDICT_FILTERS, VERDICT_GROUP_LABELS } from "@/lib/domain/verdict-group";
import type { KeyView } from "@/lib/view/key-tabs";
import { keyPage } from "@/lib/view/routes";
import { instantOf, wallClock } from "@/lib/view/zoned-time";

const VERDICTS = [
  { value: "", label: "Every verdict" },
  ...VERDICT_FILTERS.map((filter) => ({
    value: filter,
    label: filter === "refused" ? "Every refusal" : VERDICT_GROUP_LABELS[filter],
  })),
];

type CallFilterBarProps = { readonly accountId: string; readonly keyId: string; readonly view: KeyView };

/** Verdict and time of the calls to show; both stand in the URL. */
export function CallFilterBar({ accountId, keyId, view }: CallFilterBarProps) {
  const router = useRouter();
  const isFiltered = view.verdict !== null || view.from !== null || view.to !== null;
  const show = (form: FormData) => {
    const [from, to] = [instantText(form.get("from")), instantText(form.get("to"))];
    const verdict = VERDICT_FILTERS.find((filter) => filter === form.get("verdict"));
    router.push(keyPage(accountId, keyId, { tab: "calls", verdict, from, to }), { scroll: false });
  };
  return (
    <form
      // Another address, another form: its fields start from the address.
      key={`${view.verdict} ${view.from} ${view.to}`}
      aria-label="Filter calls"
      className="flex flex-wrap items-end gap-x-3 gap-y-3"
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
        className="w-44"
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
      />
      <TextField
        label="From (UTC)"
        name="from"
        type="datetime-local"
        defaultValue={field(view.from)}
        className="w-52"
      />
      <TextField
        label="To (UTC)"
        name="to"
        type="datetime-local"
        defaultValue={field(view.to)}
        className="w-52"
      />
      <Button type="submit">Show</Button>
      {isFiltered ? (
        <Link
          href={keyPage(accountId, keyId, { tab: "calls" })}
          scroll={false}
          className="self-center pt-5 text-sm font-medium text-accent hover:underline"
        >
          Show all calls
        </Link>
      ) : null}
    </form>
  );
}

function field(at: string | null): string {
  return at === null ? "" : wallClock(new Date(at), "UTC");
}

function instantText(value: FormDataEntryValue | null): string | undefined {
  return typeof value === "string" ? instantOf(value, "UTC")?.toISOString() : undefined;
}
