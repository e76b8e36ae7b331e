import { connect, type Socket } from "node:net";

export type RawExchange = {
  /** Statuses of the answers, in their order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** True if the other side closed the connection, and took no further request. */
  readonly isClosed: boolean;
};

/** Asked for behind everything else: its answer, or the end of the connection, tells that nothing more will come. */
const LAST_PATH = "/the-last-request";
const LAST = `GET ${LAST_PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
/** What LAST is answered with: there is no such path. */
const LAST_STATUS = 404;

/**
 * Sends bytes as they are, and reads every answer to them: until the other side closes, of its own accord or because
 * one more request, sent after the first answer, asks it to.
 * @param deadlineMs after this long without an end the exchange is a hang
 * @throws Error for a hang
 */
export function sendRaw(port: number, bytes: string | Buffer, deadlineMs = 30_000): Promise<RawExchange> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(bytes));
    let text = "";
    let hasAskedForLast = false;
    const deadline = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No end of ${JSON.stringify(bytes.toString().slice(0, 200))}`));
    }, deadlineMs);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (hasAskedForLast || statusesOf(text).length === 0) return;
      hasAskedForLast = true;
      socket.write(LAST);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(deadline);
      const statuses = statusesOf(text);
      const isClosed = !text.includes(`"instance":"${LAST_PATH}"`);
      if (isClosed) resolve({ statuses, text, isClosed });
      else if (statuses.at(-1) === LAST_STATUS) resolve({ statuses: statuses.slice(0, -1), text, isClosed });
      else reject(new Error(`Answers out of order: ${text}`));
    });
  });
}

/** Interim answers (100 Continue) are none. */
function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)]
    .map((match) => Number(match[1]))
    .filter((status) => status >= 200);
}
