/** The server of the browser tests: `npm start`, and away with its data afterwards where the tests made the folder. */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const folder = process.env["E2E_DATA_MADE"];
const server = spawn("npm", ["start"], { stdio: "inherit" });
// Whoever is asked to end waits for the server, which writes into the folder until then.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => server.kill(signal));
server.once("close", (code) => {
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
