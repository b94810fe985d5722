import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MailboxError } from '../../ports/mailboxes.ts';
import type { LocatedServer } from './located-server.ts';
import { problemOfConnection } from './problem-of-connection.ts';

/** Longer than any line of a mail may be (RFC 5321, 4.5.3.1.6), and then some; what sends more speaks no POP3. */
const mostLineBytes = 64 * 1024;

/** A refusal by the server: `-ERR`, and the words after it. */
export class Pop3Refusal extends Error {
  override readonly name = 'Pop3Refusal';
}

interface Waiter {
  readonly resolve: (line: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** A connection by POP3 (RFC 1939): one command at a time, and its answer by lines. */
export class Pop3Connection {
  readonly #server: LocatedServer;
  #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #waiter: Waiter | null = null;
  #failure: MailboxError | null = null;

  private constructor(server: LocatedServer, socket: Socket) {
    this.#server = server;
    this.#socket = socket;
    this.#listenTo(socket);
  }

  /** Connects and reads the greeting; throws a `MailboxError`. */
  static async open(server: LocatedServer): Promise<Pop3Connection> {
    const { address: host, port } = server;
    const socket =
      server.security === 'tls' ? connectTls({ host, port, ...nameOf(server) }) : connectTcp({ host, port });
    const connection = new Pop3Connection(server, socket);
    try {
      await connection.#answer();
      return connection;
    } catch (error) {
      connection.destroy();
      throw error instanceof Pop3Refusal ? new MailboxError('busy', error.message, error) : error;
    }
  }

  /** Resolves to the words after `+OK`; throws a `Pop3Refusal` for `-ERR`. */
  async command(line: string): Promise<string> {
    if (/[\r\n]/.test(line)) throw new MailboxError('protocol', 'A command has no line breaks.');
    if (this.#failure) throw this.#failure;
    this.#socket.write(`${line}\r\n`);
    return this.#answer();
  }

  /** The same with an answer of many lines, as they are without the dots that protect them (RFC 1939, 3). */
  async commandWithLines(line: string, each: (line: Buffer) => void): Promise<void> {
    await this.command(line);
    for (;;) {
      const next = this.#takeLine() ?? (await this.#line()); // most have come already
      if (next.length === 1 && next[0] === dot) return;
      each(next[0] === dot ? next.subarray(1) : next);
    }
  }

  /** Goes on encrypted (RFC 2595, 4). What came before its beginning is not believed. */
  async encrypt(): Promise<void> {
    await this.command('STLS');
    if (this.#held.length > 0) throw new MailboxError('encryption', 'The server sent text before encryption began.');
    const plain = this.#socket;
    plain.removeAllListeners();
    const secure = connectTls({ socket: plain, ...nameOf(this.#server) });
    this.#socket = secure;
    this.#listenTo(secure);
    await new Promise<void>((resolve, reject) => {
      this.#waiter = { resolve: () => reject(new MailboxError('protocol', '')), reject };
      secure.once('secureConnect', () => {
        this.#waiter = null;
        resolve();
      });
    });
  }

  destroy(): void {
    this.#fail(new MailboxError('unreachable', 'The connection was closed.'));
  }

  async #answer(): Promise<string> {
    const line = (await this.#line()).toString('utf8');
    if (line.startsWith('+OK')) return line.slice(3).trim();
    if (line.startsWith('-ERR')) throw new Pop3Refusal(line.slice(4).trim().slice(0, 300));
    throw new MailboxError('protocol', line.slice(0, 100));
  }

  #line(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      this.#hand();
    });
  }

  /** Hands the next line to whoever waits for it. */
  #hand(): void {
    const waiter = this.#waiter;
    if (!waiter) return;
    const line = this.#takeLine();
    if (line) {
      this.#waiter = null;
      waiter.resolve(line);
    } else if (this.#held.length > mostLineBytes)
      this.#fail(new MailboxError('protocol', 'The server sent a line without end.'));
    else if (this.#failure) this.#fail(this.#failure);
    else this.#socket.resume();
  }

  #takeLine(): Buffer | null {
    const end = this.#held.indexOf('\n');
    if (end === -1) return null;
    const line = this.#held.subarray(0, this.#held[end - 1] === carriageReturn ? end - 1 : end);
    this.#held = this.#held.subarray(end + 1);
    return line;
  }

  #listenTo(socket: Socket): void {
    socket.setTimeout(this.#server.timeoutMs, () => this.#fail(new MailboxError('timeout', '')));
    socket.on('data', (chunk: Buffer) => {
      socket.pause(); // no more than one chunk is held beyond what is read
      this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
      this.#hand();
    });
    socket.on('error', (error) => this.#fail(problemOfConnection(error)));
    socket.on('close', () => this.#fail(new MailboxError('unreachable', 'The server closed the connection.')));
  }

  #fail(error: MailboxError): void {
    this.#failure ??= error;
    this.#socket.destroy();
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.reject(this.#failure);
  }
}

const dot = '.'.charCodeAt(0);
const carriageReturn = '\r'.charCodeAt(0);

/** The certificate is to be for the name that was entered. */
function nameOf({ host }: LocatedServer) {
  return isIP(host) === 0 ? { servername: host } : { host };
}
