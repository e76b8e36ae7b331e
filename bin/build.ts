/** `npm run build [-- --programs]`: what production runs, the programs in `dist` and the console in `.next`; and the client to publish. */
import { buildClient } from "./build/build-client";
import { buildConsole } from "./build/build-console";
import { buildPrograms } from "./build/build-programs";

await buildPrograms();
buildClient();
if (!process.argv.includes("--programs") && !(await buildConsole())) process.exit(1);
