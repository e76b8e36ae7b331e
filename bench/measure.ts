import type { BenchDatabase } from "./database";
import { runLoad, type LoadResult } from "./load";
import { cpuSeconds, serverCpuSeconds } from "./processes";
import type { Server } from "./servers";

/** With the processor time that an answer takes of the server's process, and of the database where that is here. */
export type Measured = LoadResult & { readonly cpuMicros: number; readonly databaseMicros: number | null };

export type MeasuredLoad = {
  readonly name: string;
  readonly server: Server;
  readonly secretsPath: string;
  readonly connections: number;
  /** Checks of one request where they come in lists: then they are counted, and not requests. */
  readonly batch: number | null;
};

/** Loads a server for so many seconds. @throws Error where a request was refused or had no answer */
export async function measure(
  database: Pick<BenchDatabase, "serverPid">,
  { name, server, connections, secretsPath, batch }: MeasuredLoad,
  seconds: number,
): Promise<Measured> {
  const databaseCpu = () => (database.serverPid === null ? Number.NaN : serverCpuSeconds(database.serverPid));
  const before = { server: cpuSeconds(server.pid), database: databaseCpu() };
  const result = await runLoad({
    url: server.url,
    connections,
    seconds,
    secretsPath,
    ...(batch === null ? {} : { batch }),
  });
  const cpu = { server: cpuSeconds(server.pid) - before.server, database: databaseCpu() - before.database };
  if (result.refused + result.failed > 0) {
    throw new Error(`${name}: ${result.refused} refused, ${result.failed} without an answer`);
  }
  const checks = result.requests * (batch ?? 1);
  return {
    ...result,
    requests: checks,
    perSecond: result.perSecond * (batch ?? 1),
    cpuMicros: (cpu.server / checks) * 1e6,
    databaseMicros: Number.isNaN(cpu.database) ? null : (cpu.database / checks) * 1e6,
  };
}
