/**
 * The server of the browser tests: `npm start`, and away with its data afterwards where the tests made the folder. Beside it the
 * server of an agent's document, which the console is told how to find.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";

import { json, startDocumentServer } from "../../testing/network/document-server";
import { AGENT_URI, agentDocument } from "../cast/agent";

const folder = process.env["E2E_DATA_MADE"];
const { port, pathname } = new URL(AGENT_URI);

// Whoever is asked to end waits for the server, which writes into the folder until then; before there is one, it starts none.
let server: ChildProcess | undefined;
let asked: NodeJS.Signals | undefined;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    asked = signal;
    server?.kill(signal);
  });
}

const documents = await startDocumentServer(Number(port));
documents.pages.set(pathname, json(agentDocument()));
if (asked) await end(1);
server = spawn("npm", ["start"], {
  stdio: "inherit",
  env: { ...process.env, ...documents.settings },
});
server.once("close", (code) => void end(code ?? 1));

async function end(code: number): Promise<void> {
  if (folder) rmSync(folder, { recursive: true, force: true });
  await documents.stop().finally(() => process.exit(code));
}
