/**
 * Mail on disk, so that a restart of the inbox loses none: one file that is only ever appended to, and the one before it.
 * An entry is a line of JSON with the envelope and the length, then that many bytes of message.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Message } from './message.ts';

type Entry = Omit<Message, 'id'>;

const LONGEST_FILE = 64 * 1024 * 1024;
const WRITE_AFTER_MS = 20;

export class MailLog {
  readonly #current: string;
  readonly #previous: string;
  #file: number | null = null;
  #size = 0;
  #waiting: Buffer[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#current = join(dir, 'mail.log');
    this.#previous = join(dir, 'mail.1.log');
  }

  /** Oldest first. An entry that a crash cut short is the end of its file. */
  *read(): Generator<Entry> {
    for (const path of [this.#previous, this.#current]) {
      if (existsSync(path)) this.#size = yield* entriesOf(readFileSync(path));
    }
  }

  /** Written a moment later, together with whatever else arrives: thousands a second, a few writes. */
  append({ receivedAt, from, to, raw }: Entry) {
    const head = Buffer.from(`${JSON.stringify({ receivedAt, from, to, size: raw.length })}\n`);
    this.#waiting.push(head, raw);
    this.#timer ??= setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  clear() {
    this.close();
    this.#size = 0;
    rmSync(this.#current, { force: true });
    rmSync(this.#previous, { force: true });
  }

  close() {
    this.#write();
    this.#closeFile();
  }

  #write() {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    // The system takes a thousand or so pieces at once.
    for (let at = 0; at < waiting.length; at += 500) {
      this.#file ??= this.#open();
      this.#size += writevSync(this.#file, waiting.slice(at, at + 500));
      if (this.#size > LONGEST_FILE) this.#closeFile();
    }
  }

  #open(): number {
    if (this.#size > LONGEST_FILE) {
      renameSync(this.#current, this.#previous);
      this.#size = 0;
    }
    const file = openSync(this.#current, 'a', 0o600);
    // Nothing may follow an entry that was cut short.
    ftruncateSync(file, this.#size);
    return file;
  }

  #closeFile() {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

/** Returns how many bytes of the file are whole entries. */
function* entriesOf(file: Buffer): Generator<Entry, number> {
  let at = 0;
  for (;;) {
    const lineEnd = file.indexOf(0x0a, at);
    const head = lineEnd === -1 ? null : parseHead(file.toString('utf8', at, lineEnd));
    if (!head) return at;
    const end = lineEnd + 1 + head.size;
    if (end > file.length) return at;
    yield { receivedAt: new Date(head.receivedAt), from: head.from, to: head.to, raw: file.subarray(lineEnd + 1, end) };
    at = end;
  }
}

function parseHead(line: string): { receivedAt: string; from: string; to: string[]; size: number } | null {
  try {
    // Written by append(); only a crash can have spoilt it.
    return JSON.parse(line) as ReturnType<typeof parseHead>;
  } catch {
    return null;
  }
}
