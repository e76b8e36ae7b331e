/** The mark of a call, the same wherever calls are told: full for an accepted one, hollow and struck for a refused one. */

type CallMarkProps = { readonly verdict: "accepted" | "refused" };

export function CallMark({ verdict }: CallMarkProps) {
  return (
    <svg
      width={10}
      height={10}
      viewBox="-5 -5 10 10"
      className="inline-block shrink-0"
      aria-hidden="true"
      data-call={verdict}
    >
      {verdict === "accepted" ? (
        <circle r={4} className="fill-accent" />
      ) : (
        <g className="fill-none stroke-danger" strokeWidth={1.5}>
          <circle r={3.75} />
          <path d="M-2.6 2.6 2.6-2.6" />
        </g>
      )}
    </svg>
  );
}
