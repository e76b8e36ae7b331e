/** ZIP archives of small texts, made as they are read: one entry is in memory at a time. */
import { strToU8, Zip, ZipDeflate } from "fflate";

export type ZipEntry = {
  /** ASCII, without folders. */
  readonly name: string;
  readonly text: string;
  /** When it was changed last; a ZIP tells even seconds, without a zone: these are UTC. */
  readonly at: Date;
};

const MINUTE_MS = 60_000;

/** The archive of these entries, in pieces that follow each other. */
export async function* zipOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  for await (const { name, text, at } of entries) {
    const file = new ZipDeflate(name);
    // The library writes the clock of the machine's zone.
    file.mtime = new Date(at.getTime() + at.getTimezoneOffset() * MINUTE_MS);
    zip.add(file);
    file.push(strToU8(text), true);
    yield* pieces.splice(0);
  }
  zip.end();
  yield* pieces.splice(0);
}
