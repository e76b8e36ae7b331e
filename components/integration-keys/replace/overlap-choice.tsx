import { RadioGroup } from "@/components/ui/fields/choice";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { overlapChoices, type OverlapChoice, type OverlapSeconds } from "./key-overlap";

type OverlapFieldProps = {
  readonly value: OverlapSeconds;
  readonly onChange: (seconds: OverlapSeconds) => void;
  readonly oldExpiresAt: string | null;
  readonly now: string;
};

/**
 * The field of the overlap (R4): how long the old key goes on working, each choice with the instant at which it would
 * end.
 */
export function OverlapField({ value, onChange, oldExpiresAt, now }: OverlapFieldProps) {
  const choices = overlapChoices(oldExpiresAt, new Date(now));
  return (
    <RadioGroup
      legend="Overlap"
      name="overlapSeconds"
      value={String(value)}
      onChange={(text) => {
        const choice = choices.find(({ seconds }) => String(seconds) === text);
        if (choice) onChange(choice.seconds);
      }}
      options={choices.map((choice) => ({
        value: String(choice.seconds),
        label: choice.label,
        hint: overlapText(choice, now),
      }))}
    />
  );
}

/** What an overlap means for the old key. An end that was declared wins over the expiry (see keyStatus): it is revoked. */
export function overlapText(choice: OverlapChoice, now: string): string {
  if (choice.seconds === 0) return "The old key is revoked at once: calls with it fail from then on.";
  const endsAt = choice.endsAt.toISOString();
  const end = `${exactTime(endsAt)}, ${relativeTime(endsAt, now)}`;
  return choice.isCapped
    ? `Both keys work until ${end}, when the old one would expire; then it is revoked.`
    : `Both keys work until ${end}; then the old one is revoked.`;
}
