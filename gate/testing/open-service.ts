import { openVerification } from "../../lib/verification/open";
import type { GateService } from "../answer";

/** What a gate answers with, in the process of the test, on a real database. Its verification is to be closed. */
export function openService(databaseUrl: string): GateService {
  const verification = openVerification({
    DATABASE_URL: databaseUrl,
    DATABASE_PREPARED_STATEMENTS: true,
    GATE_POOL: 2,
    GATE_DATABASE_TIMEOUT_MS: 2_000,
  });
  return {
    verification,
    realm: "Countersign",
    environment: null,
    accessPoints: { api: "http://api/", web: "http://web/" },
    routes: () => null,
    isDraining: () => false,
  };
}
