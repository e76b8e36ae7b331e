/**
 * The server of the browser tests: `npm start`, and away with its data afterwards where the tests made the folder. Beside it the
 * server of an agent's document, which the console is told how to find.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

import { json, startDocumentServer } from "../testing/document-server";
import { AGENT_URI, agentDocument } from "./agent";

const folder = process.env["E2E_DATA_MADE"];
const { port, pathname } = new URL(AGENT_URI);
const documents = await startDocumentServer(Number(port));
documents.pages.set(pathname, json(agentDocument()));
const server = spawn("npm", ["start"], {
  stdio: "inherit",
  env: { ...process.env, ...documents.settings },
});
// Whoever is asked to end waits for the server, which writes into the folder until then.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => server.kill(signal));
server.once("close", (code) => {
  if (folder) rmSync(folder, { recursive: true, force: true });
  void documents.stop().finally(() => process.exit(code ?? 1));
});
