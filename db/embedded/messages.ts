/** The PostgreSQL wire protocol as far as cutting a stream of bytes into messages needs it. */

const PROTOCOL_3 = 196_608;
const CANCEL_REQUEST = 80_877_102;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
/** Longest message that is read: what PostgreSQL itself allows in one parameter is far less used than this. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;

export type ClientMessage =
  | { readonly kind: "encryption" }
  | { readonly kind: "cancel" }
  | { readonly kind: "startup"; readonly bytes: Uint8Array }
  | { readonly kind: "typed"; readonly type: string; readonly bytes: Uint8Array };

/** Cuts what one client sends into whole messages, in order. */
export class MessageReader {
  private rest: Buffer = Buffer.alloc(0);
  private hasStarted = false;

  /** Adds bytes. @returns the messages that are whole now @throws Error if it is not this protocol */
  read(chunk: Buffer): ClientMessage[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: ClientMessage[] = [];
    for (let next = this.take(); next; next = this.take()) messages.push(next);
    return messages;
  }

  private take(): ClientMessage | null {
    const lengthAt = this.hasStarted ? 1 : 0;
    if (this.rest.length < lengthAt + 4) return null;
    const length = lengthAt + this.rest.readInt32BE(lengthAt);
    if (length < lengthAt + 4 || length > LONGEST_MESSAGE)
      throw new Error("This is not PostgreSQL's protocol");
    if (this.rest.length < length) return null;
    // A copy of its own: the database keeps the array while more is read here.
    const bytes = new Uint8Array(this.rest.subarray(0, length));
    this.rest = this.rest.subarray(length);
    return this.hasStarted
      ? { kind: "typed", type: String.fromCharCode(bytes[0] ?? 0), bytes }
      : this.opening(bytes);
  }

  private opening(bytes: Uint8Array): ClientMessage {
    const code = new DataView(bytes.buffer).getInt32(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: "encryption" };
    if (code === CANCEL_REQUEST) return { kind: "cancel" };
    if (code !== PROTOCOL_3) throw new Error("This is not PostgreSQL's protocol, version 3");
    this.hasStarted = true;
    return { kind: "startup", bytes };
  }
}
