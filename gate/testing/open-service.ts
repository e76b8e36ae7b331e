import { createLogger } from "../../lib/platform/logs/logger";
import { createSecurityLog } from "../../lib/platform/logs/security-log";

/** What a gate in the process of the test answers with, on a database. `open` opens its verification, to be closed by the test. */
export function openService<V>(
  databaseUrl: string,
  open: (settings: {
    DATABASE_URL: string;
    DATABASE_PREPARED_STATEMENTS: boolean;
    GATE_POOL: number;
    GATE_DATABASE_TIMEOUT_MS: number;
  }) => V,
) {
  const verification = open({
    DATABASE_URL: databaseUrl,
    DATABASE_PREPARED_STATEMENTS: true,
    GATE_POOL: 2,
    GATE_DATABASE_TIMEOUT_MS: 2_000,
  });
  return {
    verification,
    security: createSecurityLog(createLogger("gate", { level: "silent" })),
    realm: "Countersign",
    environment: null,
    accessPoints: { api: "http://api/", web: "http://web/" },
    apiUrl: null,
    resourceMetadataUrl: null,
    consoleUrl: null,
    routes: () => null,
    onPublicRequest: () => {},
    isDraining: () => false,
  };
}
