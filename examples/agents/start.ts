import { createAgentServer } from "./server";

const { GATE_URL = "http://127.0.0.1:3001", PORT = "8080" } = process.env;
createAgentServer(GATE_URL).listen(Number(PORT), "127.0.0.1", () =>
  process.stdout.write(`MCP server: http://127.0.0.1:${PORT}/mcp, checked by ${GATE_URL}\n`),
);
