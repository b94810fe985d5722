/** One answer of a server, all its lines (RFC 5321, 4.2). */
export interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** The server does not speak SMTP, or answered what was not asked. */
export class ProtocolError extends Error {}

const longestLine = 4_096; // RFC 5321 says 512; servers that explain themselves write more
const mostLines = 256;

/** Cuts what arrives into replies; throws ProtocolError for what is none, however slowly it comes. */
export class ReplyReader {
  #rest = '';
  #lines: string[] = [];
  #code = '';

  /** Whether part of an answer is already there that nobody has taken. */
  get hasMore(): boolean {
    return this.#rest !== '' || this.#lines.length > 0;
  }

  push(chunk: Buffer): void {
    this.#rest += chunk.toString('latin1');
  }

  /** The next complete reply, or null until more arrives. */
  next(): Reply | null {
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end === -1) {
        if (this.#rest.length > longestLine) throw new ProtocolError('The server sent a line without end.');
        return null;
      }
      if (end > longestLine) throw new ProtocolError('The server sent a line that is too long.');
      const line = this.#rest.slice(0, this.#rest[end - 1] === '\r' ? end - 1 : end);
      this.#rest = this.#rest.slice(end + 1);
      const reply = this.#take(line);
      if (reply) return reply;
    }
  }

  #take(line: string): Reply | null {
    const code = line.slice(0, 3);
    const mark = line[3] ?? ' ';
    if (!/^[2-5]\d\d$/.test(code) || (mark !== ' ' && mark !== '-')) {
      throw new ProtocolError(`The server sent an invalid reply: ${legible(line.slice(0, 100))}`);
    }
    if (this.#lines.length > 0 && code !== this.#code) {
      throw new ProtocolError('The server changed the code in the middle of a reply.');
    }
    if (this.#lines.push(line.slice(4)) > mostLines) throw new ProtocolError('The server sent a reply without end.');
    this.#code = code;
    if (mark === '-') return null;
    const reply = { code: Number(code), lines: this.#lines };
    this.#lines = [];
    return reply;
  }
}

/** A reply as people read it: one line, no control characters. */
export function textOf({ code, lines }: Reply): string {
  return `${code} ${legible(lines.join(' '))}`.trim().slice(0, 1_000);
}

function legible(latin1: string): string {
  // oxlint-disable-next-line no-control-regex -- the database takes no NUL, and nobody wants the others
  const text = /[^\u0020-\u007e]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
  // oxlint-disable-next-line no-control-regex -- as above
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
