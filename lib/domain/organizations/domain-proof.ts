/** How a claimed domain is proven: a DNS TXT record with the claim's GUID (S3, the real product's `<product>=<guid>`). */

const NAME = "countersign";

/** The value of the TXT record that proves a claim. @param token the claim's GUID */
export function proofRecord(token: string): string {
  return `${NAME}=${token}`;
}

/** What DNS said of a domain's TXT records. */
export type TxtAnswer =
  | { readonly kind: "records"; readonly values: readonly string[] }
  | { readonly kind: "no_such_domain" }
  | { readonly kind: "no_answer" };

export const FINDINGS = ["proven", "no_record", "other_values", "no_such_domain", "no_answer"] as const;
/** What a check of a claim found; everything but `proven` is no proof, whoever's fault it is. */
export type Finding = (typeof FINDINGS)[number];

/**
 * What an answer says of a claim. Of a value, white space and quotes around it and its case make no difference: people
 * paste records with them, and panels of DNS write them so. Its GUID alone proves.
 */
export function judgeProof(answer: TxtAnswer, token: string): Finding {
  if (answer.kind !== "records") return answer.kind;
  const values = answer.values.map(comparable);
  if (values.includes(comparable(proofRecord(token)))) return "proven";
  return values.some((value) => value.startsWith(`${NAME}=`)) ? "other_values" : "no_record";
}

function comparable(value: string): string {
  return value.replaceAll(/["\s]/g, "").toLowerCase();
}

/** What a check found, and what to do about it, in words. */
export const FINDING_WORDS: Record<Finding, string> = {
  proven: "The record is there.",
  no_record: "The domain has no such TXT record. A new record can take a while to be seen.",
  other_values: "The domain has a record of another claim. Set the value that stands here.",
  no_such_domain: "DNS knows no such domain. Check how it is written, and that it is registered.",
  no_answer: "DNS gave no answer in time. Check the domain's name servers, and try again.",
};
