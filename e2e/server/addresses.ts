/** Where the server under test listens: ports of its own, beside a console that somebody has running. */
const port = Number(process.env["E2E_PORT"] ?? 3170);

export const CONSOLE_URL = `http://127.0.0.1:${port}`;
export const GATE_URL = `http://127.0.0.1:${port + 1}`;
/** Of an agent's document, behind TLS, by a name that the console's resolver alone knows. */
export const AGENT_HOST = `agent.example:${port + 2}`;
