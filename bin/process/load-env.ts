/** Reads the file `.env` of the project, where there is one. What the environment has already wins. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";

const path = join(PROJECT_FOLDER, ".env");
if (existsSync(path)) process.loadEnvFile(path);
