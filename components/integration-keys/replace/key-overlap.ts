/** R4: until when a replaced key is still accepted, for each overlap an admin can choose. */
import { OVERLAP_SECONDS } from "@/lib/domain/keys/lifetime";

export type OverlapSeconds = (typeof OVERLAP_SECONDS)[number];

const LABELS: Record<OverlapSeconds, string> = {
  0: "No overlap",
  3_600: "1 hour",
  86_400: "24 hours",
  604_800: "7 days",
  2_592_000: "30 days",
};

export type OverlapChoice = {
  readonly seconds: OverlapSeconds;
  readonly label: string;
  /** When the old key ends: now, after the overlap, or at its own expiry if that comes first. */
  readonly endsAt: Date;
  readonly isCapped: boolean;
};

/** The overlaps with the instant at which the old key would end if it were replaced now. */
export function overlapChoices(oldExpiresAt: string | null, now: Date): OverlapChoice[] {
  return OVERLAP_SECONDS.map((seconds) => {
    const end = new Date(now.getTime() + seconds * 1000);
    const expiry = oldExpiresAt === null ? null : new Date(oldExpiresAt);
    const isCapped = expiry !== null && expiry < end;
    return { seconds, label: LABELS[seconds], endsAt: isCapped ? expiry : end, isCapped };
  });
}
