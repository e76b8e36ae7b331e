/** A DNS server on loopback (RFC 1035), by UDP and TCP, that answers what a test says. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, isIP, type AddressInfo, type Server } from "node:net";

import { readAddress } from "../../lib/domain/ip-addresses";

/**
 * TXT records, each in the pieces that it is sent in; addresses, of which each question takes the next list, and the last one
 * from then on; an alias of another name; or a failure. None named: no such domain.
 */
export type DnsAnswer =
  | { readonly txt: readonly (readonly string[])[] }
  | { readonly addresses: readonly (readonly string[])[] }
  | { readonly cname: string }
  | "SERVFAIL"
  | "NXDOMAIN"
  | "REFUSED"
  | "silence"
  | "garbage";

export type DnsServer = {
  /** As the setting DNS_SERVERS names it. */
  readonly address: string;
  /** What is answered, by names in lower case. */
  readonly zone: Map<string, DnsAnswer>;
  /** Names that were asked for, in order. */
  readonly asked: string[];
  readonly stop: () => Promise<void>;
};

const [A, CNAME, TXT, AAAA, IN] = [1, 5, 16, 28, 1];
const RCODES = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const UDP_MAX = 512;

/** Starts a server on a port that is free for both protocols. */
export async function startDnsServer(zone: Record<string, DnsAnswer> = {}): Promise<DnsServer> {
  const answers = new Map(Object.entries(zone));
  const asked: string[] = [];
  const answer = (query: Buffer, isUdp: boolean) => answerTo(query, answers, asked, isUdp);
  for (;;) {
    const udp = createSocket("udp4");
    udp.on("message", (query, from) => {
      const reply = answer(query, true);
      if (reply) udp.send(reply, from.port, from.address);
    });
    udp.bind(0, "127.0.0.1");
    await once(udp, "listening");
    const { port } = udp.address();
    const tcp = await listenTcp(port, answer);
    if (!tcp) {
      udp.close();
      continue;
    }
    return { address: `127.0.0.1:${port}`, zone: answers, asked, stop: () => stop(udp, tcp) };
  }
}

/** @returns null where the port is taken */
async function listenTcp(
  port: number,
  answer: (query: Buffer, isUdp: boolean) => Buffer | null,
): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (data: Buffer) => {
      const reply = answer(data.subarray(2), false);
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.end(Buffer.concat([length, reply]));
    });
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return (server.address() as AddressInfo).port === port ? server : null;
  } catch {
    return null;
  }
}

async function stop(udp: Socket, tcp: Server): Promise<void> {
  const ends = [once(udp, "close"), once(tcp, "close")];
  udp.close();
  tcp.close();
  await Promise.all(ends);
}

function answerTo(
  query: Buffer,
  zone: ReadonlyMap<string, DnsAnswer>,
  asked: string[],
  isUdp: boolean,
): Buffer | null {
  const { name, end } = readName(query);
  asked.push(name);
  const question = query.subarray(12, end + 4);
  const found = zone.get(name.toLowerCase()) ?? "NXDOMAIN";
  if (found === "silence") return null;
  if (found === "garbage") return Buffer.from("no message of DNS");
  if (typeof found === "string") return message(query, question, [], RCODES[found]);
  const records = recordsOf(name, found, zone, query.readUInt16BE(end));
  const whole = message(query, question, records, 0);
  return isUdp && whole.length > UDP_MAX ? message(query, question, [], 0, true) : whole;
}

function recordsOf(
  name: string,
  answer: DnsAnswer,
  zone: ReadonlyMap<string, DnsAnswer>,
  type: number,
): Buffer[] {
  if (typeof answer === "string") return [];
  if ("cname" in answer) {
    const target = zone.get(answer.cname) ?? { txt: [] };
    return [record(name, CNAME, writeName(answer.cname)), ...recordsOf(answer.cname, target, zone, type)];
  }
  if ("addresses" in answer) {
    const family = type === A ? 4 : 6;
    return nextOf(answer, type)
      .filter((address) => isIP(address) === family)
      .map((address) => record(name, type, writeAddress(address)));
  }
  return answer.txt.map((pieces) =>
    record(
      name,
      TXT,
      Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)]))),
    ),
  );
}

/** How often each was asked for its addresses of either kind. */
const turns = new WeakMap<object, Map<number, number>>();

function nextOf(
  answer: { readonly addresses: readonly (readonly string[])[] },
  type: number,
): readonly string[] {
  if (type !== A && type !== AAAA) return [];
  const taken = turns.get(answer) ?? new Map<number, number>();
  turns.set(answer, taken);
  const turn = taken.get(type) ?? 0;
  taken.set(type, turn + 1);
  return answer.addresses[Math.min(turn, answer.addresses.length - 1)] ?? [];
}

function writeAddress(address: string): Buffer {
  const value = readAddress(address) ?? 0n;
  const whole = Buffer.from(value.toString(16).padStart(32, "0"), "hex");
  return isIP(address) === 4 ? whole.subarray(12) : whole;
}

function readName(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join("."), end: at + 1 };
}

function writeName(name: string): Buffer {
  const labels = name
    .split(".")
    .map((label) => Buffer.from(String.fromCharCode(label.length) + label, "latin1"));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function record(name: string, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(IN, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([writeName(name), head, data]);
}

/** A reply: recursion is available, and where it is cut off the asker comes again by TCP. */
function message(
  query: Buffer,
  question: Buffer,
  records: readonly Buffer[],
  rcode: number,
  isCutOff = false,
): Buffer {
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 + rcode + (isCutOff ? 0x0200 : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, question, ...records]);
}
