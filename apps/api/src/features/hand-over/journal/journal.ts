import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import type { HandOver } from '../../../ports/mail.ts';

/**
 * What one claim has let out of this process and what was answered, in a file that survives the process. A message is
 * noted before it leaves, so one that is not in here never left. Its space is taken when it is opened: a disk that fills
 * up later does not stop it. Not forced to the disk, so it outlives a process and not a power cut.
 */
export class Journal {
  readonly #path: string;
  readonly #close: () => void;
  #file: number | null;
  #position = 0;
  #unwritten = '';

  /** `close` is called once nobody writes here any more. */
  constructor(path: string, head: string, { bytes, close }: { bytes: number; close: () => void }) {
    this.#path = path;
    this.#close = close;
    this.#file = this.#trying(() => openSync(path, 'wx', 0o600));
    this.#trying(() => this.#file !== null && writeSync(this.#file, Buffer.alloc(bytes), 0, bytes, 0));
    this.#write(`${head}\n`);
  }

  /** Right before these leave this process. */
  leaving(ids: readonly string[]): void {
    this.#write(`${this.#unwritten}${ids.join('\n')}\n`);
  }

  /** Written with the next that leaves, or as soon as what arrived together has been looked at. */
  recordReply(id: string, { kind, response }: HandOver): void {
    if (this.#unwritten === '') queueMicrotask(() => this.#write(this.#unwritten));
    this.#unwritten += `${JSON.stringify([id, kind, response])}\n`;
  }

  /** All of it is recorded elsewhere. */
  remove(): void {
    this.abandon();
    this.#trying(() => unlinkSync(this.#path));
  }

  /** Something of it may not be: it stays for whoever settles it. */
  abandon(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) this.#trying(() => closeSync(file));
    this.#close();
  }

  #write(text: string): void {
    this.#unwritten = '';
    const file = this.#file;
    if (file === null || text === '') return;
    this.#trying(() => {
      const bytes = Buffer.from(text);
      if (writeSync(file, bytes, 0, bytes.length, this.#position) !== bytes.length) throw new Error('Cut short.');
      this.#position += bytes.length;
    });
  }

  /** A journal with something missing would be believed: it goes, and all of its claim counts as handed over. */
  #trying<T>(work: () => T): T | null {
    try {
      return work();
    } catch {
      if (this.#file !== null) this.remove();
      return null;
    }
  }
}
