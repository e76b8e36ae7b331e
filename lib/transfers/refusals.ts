import { DomainError } from "../domain/errors";
import type { UnmetCondition } from "../domain/transfers/conditions";
import {
  stepTransfer,
  transferRefusalText,
  type Transfer,
  type TransferEvent,
} from "../domain/transfers/transfer";

/**
 * The next state of a transfer after an event that has to be allowed.
 * @throws DomainError transfer_over | transfer_expired | transfer_carried_out | statement_changed | side_confirmed |
 *   same_person | shared_user | not_confirmed | not_carried_out | undo_over
 */
export function expectStep(transfer: Transfer, event: TransferEvent) {
  const step = stepTransfer(transfer, event);
  if (!step.ok) throw new DomainError(step.refusal, transferRefusalText(step.refusal));
  return step;
}

/** Refuses where something stands against moving the app, and names all of it. @throws DomainError transfer_conditions */
export function assertMet(unmet: readonly UnmetCondition[]): void {
  const [first] = unmet;
  if (!first) return;
  throw new DomainError("transfer_conditions", unmet.map(({ detail }) => detail).join(" "), {
    errors: unmet.map(({ code, detail }) => ({ pointer: "", code, detail })),
  });
}
