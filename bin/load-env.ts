/** Reads the file `.env` of the project, where there is one. What the environment has already wins. */
import { existsSync } from "node:fs";
import { join } from "node:path";

const path = join(import.meta.dirname, "..", ".env");
if (existsSync(path)) process.loadEnvFile(path);
