import { CLASSIFICATION_LABELS, type Classification } from "@/lib/domain/go-live/review";

/** Whom an integration is for, in the words of the form. */
export const CLASSIFICATION_WORDS: Record<Classification, { readonly label: string; readonly hint: string }> =
  {
    private_custom: {
      label: CLASSIFICATION_LABELS.private_custom,
      hint: "For one company's own use. The review answers at once.",
    },
    third_party: {
      label: CLASSIFICATION_LABELS.third_party,
      hint: "Made by a partner for a customer. The review answers at once.",
    },
    public: {
      label: CLASSIFICATION_LABELS.public,
      hint: "Offered to everybody. Support has a look, within three days.",
    },
    embedded: {
      label: CLASSIFICATION_LABELS.embedded,
      hint: "Signing inside another product. Support has a look, within three days.",
    },
  };
