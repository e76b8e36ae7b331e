import { setPriority } from "node:os";

/** Between the least and the usual: a tenth of the usual share of a processor that everybody wants. */
const NICE = 10;

/**
 * Lets other processes go first where they share a machine: a page or a job may be a moment later, a check may not.
 * To be called before anything else, since threads have the priority of the one that started them.
 */
export function stepBack(): void {
  setPriority(NICE);
}
