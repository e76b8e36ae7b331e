const HOUR_MS = 3_600_000;

/** Does work that counts calls of a clock hour; begins anew where the hour turned meanwhile. */
export async function withinOneHour<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    const hour = Math.floor(Date.now() / HOUR_MS);
    const hasTurned = () => Math.floor(Date.now() / HOUR_MS) !== hour;
    try {
      const value = await work();
      if (!hasTurned()) return value;
    } catch (error) {
      if (!hasTurned()) throw error;
    }
  }
}
