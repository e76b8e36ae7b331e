import type { SupportCase } from "../contracts/support/support";
import type { AuditEntry } from "../domain/record/audit-event";

/** A case as events name it: by the key that it is about, where there is one. */
export function caseSubject({
  id,
  goLive,
  transfer,
}: Pick<SupportCase, "id" | "goLive" | "transfer">): AuditEntry["subject"] {
  return { kind: "support_case", id, name: goLive?.key.name ?? transfer?.keyName ?? "Access request" };
}
