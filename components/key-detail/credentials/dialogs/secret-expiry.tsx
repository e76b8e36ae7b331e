import { clsx } from "clsx";

import { MomentField } from "@/components/ui/fields/moment-field";
import { browserZone, fieldZone, fieldZoneWords } from "@/lib/domain/format/browser-zone";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { addLifetime, CEILING_DAYS, lifetimeText } from "@/lib/domain/keys/lifetime";

type SecretExpiryProps = {
  /** ISO instant, or empty for none. */
  readonly value: string;
  readonly onChange: (expiresAt: string) => void;
  readonly now: string;
  readonly error: string | undefined;
};

const OFFERED_DAYS = [90, 365, 730] as const;

/** When a client secret ends: by itself, if somebody says so. */
export function SecretExpiry({ value, onChange, now, error }: SecretExpiryProps) {
  // A dialog is drawn by the browser alone, whose zone is known by then.
  const field = fieldZone(browserZone());
  const choices = [
    { label: "No expiry", at: "" },
    ...OFFERED_DAYS.map((days) => ({
      label: lifetimeText(days),
      at: addLifetime(new Date(now.slice(0, 16) + ":00.000Z"), days).toISOString(),
    })),
  ];
  return (
    <div className="flex flex-col gap-2">
      <MomentField
        label="Expires"
        timeZone={field.name}
        timeIfNone="23:59"
        value={value}
        onChange={onChange}
        latest={addLifetime(new Date(now), CEILING_DAYS).toISOString()}
        placeholder="No expiry"
        error={error}
        hint={
          value === ""
            ? "Optional. Without one the secret works until it is removed."
            : `Ends ${exactTime(value)}, ${relativeTime(value, now)}. ${fieldZoneWords(field)}`
        }
        className="[&_input]:tabular-nums [&>div]:max-w-64"
      />
      <fieldset aria-label="Lifetime" className="flex flex-wrap gap-1.5">
        {choices.map(({ label, at }) => (
          <button
            key={label}
            type="button"
            aria-pressed={at === value}
            onClick={() => onChange(at)}
            className={clsx(
              "min-h-8 rounded-md border px-2.5 text-sm",
              at === value
                ? "border-accent bg-accent-soft font-medium text-accent"
                : "border-line-strong/60 bg-surface hover:bg-sunken",
            )}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
