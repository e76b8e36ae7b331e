type MarkProps = {
  readonly className?: string;
  /** The second stroke, the countersignature, in the accent. */
  readonly isTwoTone?: boolean;
};

/** The mark: two strokes that cross and close into a C. Decorative; the name stands beside it. */
export function Mark({ className, isTwoTone = false }: MarkProps) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth={3.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M26.6 9.4C21.8 3.2 12.2 4.4 9.2 11.6L4.6 26" />
      <path
        d="M26.6 22.6C21.8 28.8 12.2 27.6 9.2 20.4L4.6 6"
        stroke={isTwoTone ? "var(--color-accent)" : undefined}
      />
    </svg>
  );
}
