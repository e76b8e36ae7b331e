import type { GateProcess } from "./gate-process";

const POLL_MS = 10;
const PATIENCE_MS = 20_000;

/** Waits until the gate has written this. @throws Error with what it has written instead */
export async function untilOutput(gate: GateProcess, text: string): Promise<void> {
  await until(
    () => gate.output().includes(text),
    () => `"${text}" is not in: ${gate.output()}`,
  );
}

/** Waits until something is so. @throws Error with what is said to be missing */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  missing: () => string = () => "It did not become so",
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(missing());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
