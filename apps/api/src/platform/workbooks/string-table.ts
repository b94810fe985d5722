import { unescaped } from './cell-text.ts';
import { workbookLimits as limits } from './limits.ts';
import { readAllXml } from './read-xml.ts';
import { tooLarge } from './refusal.ts';

const chunkBytes = 1024 * 1024;

/** The different texts of a workbook, which cells name by their number; as bytes, for a million of them fit in little memory so. */
export class StringTable {
  readonly #chunks: Buffer[] = [];
  /** Where each text begins, counted over all chunks, and how long it is. */
  #starts = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #used = chunkBytes;
  count = 0;

  /** Undefined when there is no such number. */
  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined;
    const start = this.#starts[index] ?? 0;
    const from = start % chunkBytes;
    return this.#chunks[Math.floor(start / chunkBytes)]?.toString('utf8', from, from + (this.#lengths[index] ?? 0));
  }

  add(text: string): void {
    if (this.count === limits.strings)
      throw tooLarge(`The workbook has more than ${limits.strings.toLocaleString('en')} different texts.`);
    const bytes = Buffer.byteLength(text);
    if (this.#used + bytes > chunkBytes) this.#grow();
    if (this.count === this.#starts.length) this.#widen();
    this.#chunks.at(-1)?.write(text, this.#used);
    this.#starts[this.count] = (this.#chunks.length - 1) * chunkBytes + this.#used;
    this.#lengths[this.count] = bytes;
    this.count += 1;
    this.#used += bytes;
  }

  #grow(): void {
    if (this.#chunks.length * chunkBytes >= limits.stringBytes)
      throw tooLarge(`The workbook has more than ${limits.stringBytes / 1024 / 1024} MB of different texts.`);
    this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes));
    this.#used = 0;
  }

  #widen(): void {
    const [starts, lengths] = [this.#starts, this.#lengths];
    this.#starts = new Float64Array(this.count * 2);
    this.#lengths = new Uint32Array(this.count * 2);
    this.#starts.set(starts);
    this.#lengths.set(lengths);
  }
}

/** Reads the shared texts; of one that is formatted its pieces are joined, and how it is pronounced is left out. */
export async function readStrings(part: AsyncIterable<Buffer>, characters: number): Promise<StringTable> {
  const table = new StringTable();
  let text = '';
  let isText = false;
  let isPronunciation = false;
  await readAllXml(part, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isPronunciation = true;
      isText = name === 't' && !isPronunciation;
    },
    text(piece) {
      if (isText && text.length < characters) text += piece;
    },
    close(name) {
      if (name === 'rPh') isPronunciation = false;
      if (name === 'si') table.add(unescaped(text).slice(0, characters));
      isText = false;
    },
  });
  return table;
}
