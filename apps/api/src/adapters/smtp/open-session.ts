import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectSecurely } from 'node:tls';
import type { HandOver } from '../../ports/mail.ts';
import { ProtocolError, type Reply, ReplyReader, textOf } from './replies.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { Timeouts } from './timeouts.ts';

/** A connection on which mail can be sent, and what its server can do. */
export interface Session {
  readonly socket: Socket;
  readonly takesPipelines: boolean; // RFC 2920
  readonly takesUtf8: boolean; // RFC 6531
  readonly takesDsn: boolean; // RFC 3461
  /** The largest message in bytes, 0 for any (RFC 1870); null when the server does not want to know. */
  readonly sizeLimit: number | null;
}

/** Why there is no session, in the terms of a hand-over. */
export class NoSession extends Error {
  readonly handOver: HandOver;

  constructor(kind: 'unreachable' | 'refused', response: string, cause?: unknown) {
    super(response, { cause });
    this.handOver = { kind, response };
  }
}

/**
 * Connects, greets, encrypts as `startTls` says, and signs in. Throws NoSession. Certificates are checked: a
 * server that offers encryption and cannot prove who it is gets no mail.
 */
export async function openSession(server: SmtpServer, timeouts: Timeouts, abandoned?: AbortSignal): Promise<Session> {
  const dialogue = new Dialogue(server, timeouts);
  abandoned?.addEventListener('abort', () => dialogue.hangUp());
  try {
    await dialogue.connect();
    let extensions = await dialogue.greet();
    if (!server.isSecure && server.startTls !== 'never') {
      if (extensions.has('STARTTLS')) {
        await dialogue.encrypt();
        extensions = await dialogue.hello();
      } else if (server.startTls === 'required') throw new NoSession('refused', 'The server does not offer STARTTLS.');
    }
    if (server.user !== '') await dialogue.signIn(extensions.get('AUTH') ?? '');
    return {
      socket: dialogue.release(),
      takesPipelines: extensions.has('PIPELINING'),
      takesUtf8: extensions.has('SMTPUTF8') && extensions.has('8BITMIME'),
      takesDsn: extensions.has('DSN'),
      sizeLimit: extensions.has('SIZE') ? Number.parseInt(extensions.get('SIZE') ?? '', 10) || 0 : null,
    };
  } catch (error) {
    dialogue.hangUp();
    if (error instanceof NoSession) throw error;
    throw new NoSession('unreachable', wordsOf(error, server.host), error);
  }
}

class Dialogue {
  readonly #server: SmtpServer;
  readonly #timeouts: Timeouts;
  #socket: Socket | null = null;
  #replies = new ReplyReader();
  #check: () => void = () => {};
  #problem: Error | null = null;
  readonly #listeners = [
    ['error', (error: Error) => this.#fail(error)],
    ['close', () => this.#fail(new Error('The server closed the connection.'))],
    ['data', (chunk: Buffer) => this.#hear(chunk)],
  ] as const;

  constructor(server: SmtpServer, timeouts: Timeouts) {
    this.#server = server;
    this.#timeouts = timeouts;
  }

  async connect(): Promise<void> {
    const { host: name, address, port, isSecure } = this.#server;
    const host = address ?? name;
    const socket = isSecure ? connectSecurely({ host, port, ...nameOf(name) }) : connect({ host, port });
    await this.#adopt(socket, isSecure ? 'secureConnect' : 'connect');
    socket.setNoDelay(true);
  }

  async greet(): Promise<Map<string, string>> {
    const greeting = await this.#answer(this.#timeouts.greeting);
    if (greeting.code >= 500) throw new NoSession('refused', textOf(greeting));
    if (greeting.code !== 220) throw new NoSession('unreachable', textOf(greeting));
    return this.hello();
  }

  /** What the server can do, each with its parameters. */
  async hello(): Promise<Map<string, string>> {
    const reply = await this.#ask(`EHLO ${ownName()}`);
    if (reply.code === 250) return new Map(reply.lines.slice(1).map(keywordOf));
    const old = await this.#ask(`HELO ${ownName()}`);
    if (old.code >= 500) throw new NoSession('refused', textOf(old));
    if (old.code !== 250) throw new NoSession('unreachable', textOf(old));
    return new Map();
  }

  async encrypt(): Promise<void> {
    const reply = await this.#ask('STARTTLS');
    if (reply.code !== 220) throw new NoSession('unreachable', textOf(reply));
    // Anything said before the encryption could come from somebody in between.
    if (this.#replies.hasMore) throw new ProtocolError('The server sent data between STARTTLS and TLS.');
    const plain = this.release();
    plain.on('error', () => {}); // told by the encrypted one
    const { host } = this.#server; // what the certificate has to be for: without it, TLS would ask for `localhost`
    await this.#adopt(connectSecurely({ socket: plain, host, ...nameOf(host) }), 'secureConnect');
  }

  async signIn(mechanisms: string): Promise<void> {
    const { user, password } = this.#server;
    const offered = mechanisms.toUpperCase().split(' ');
    let reply: Reply;
    if (offered.includes('PLAIN')) reply = await this.#ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
    else if (offered.includes('LOGIN')) {
      reply = await this.#ask('AUTH LOGIN');
      if (reply.code === 334) reply = await this.#ask(base64(user));
      if (reply.code === 334) reply = await this.#ask(base64(password));
    } else throw new NoSession('refused', 'The server does not offer sign-in with a password (AUTH PLAIN or LOGIN).');
    if (reply.code >= 500) throw new NoSession('refused', textOf(reply));
    if (reply.code !== 235) throw new NoSession('unreachable', textOf(reply));
  }

  /** Hands the socket on; whoever gets it listens from now on. */
  release(): Socket {
    const socket = this.#socket;
    if (!socket) throw new Error('There is no connection yet.');
    if (this.#problem) throw this.#problem;
    if (this.#replies.hasMore) throw new ProtocolError('The server sent an unexpected reply.');
    for (const [event, listener] of this.#listeners) socket.off(event, listener);
    return socket;
  }

  hangUp(): void {
    this.#socket?.destroy();
  }

  async #adopt(socket: Socket, ready: 'connect' | 'secureConnect'): Promise<void> {
    this.#socket = socket;
    this.#replies = new ReplyReader();
    for (const [event, listener] of this.#listeners) socket.on(event, listener);
    let isReady = false;
    socket.once(ready, () => {
      isReady = true;
      this.#check();
    });
    await this.#until(() => isReady || null, this.#timeouts.connect, 'The server could not be reached in time.');
  }

  #hear(chunk: Buffer): void {
    this.#replies.push(chunk);
    this.#check();
  }

  #ask(command: string): Promise<Reply> {
    this.#socket?.write(`${command}\r\n`);
    return this.#answer(this.#timeouts.mail);
  }

  #answer(patience: number): Promise<Reply> {
    return this.#until(() => this.#replies.next(), patience, 'The server took too long to answer.');
  }

  #fail(error: Error): void {
    this.#problem ??= error;
    this.#check();
  }

  async #until<T>(find: () => T | null, patience: number, late: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(late)), patience);
        this.#check = () => {
          try {
            const found = find();
            if (found !== null) resolve(found);
            else if (this.#problem) reject(this.#problem);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        this.#check();
      });
    } finally {
      clearTimeout(timer);
      this.#check = () => {};
    }
  }
}

/** What Node says of certificates is for those who run it; this is for those who chose the server. */
function wordsOf(error: unknown, host: string): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const unproven = `The server could not prove that it is ${host}:`;
  if (code === 'CERT_HAS_EXPIRED') return `${unproven} its certificate has expired.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `${unproven} its certificate is for another name.`;
  if (certificateProblem.test(code)) return `${unproven} its certificate is not from a trusted authority.`;
  return error.message;
}

/** Codes of OpenSSL's verification, such as UNABLE_TO_VERIFY_LEAF_SIGNATURE. */
const certificateProblem = /CERT|ISSUER|SIGNATURE/;

function keywordOf(line: string): [string, string] {
  const [, keyword = '', parameters = ''] = /^(\S+)\s*=?\s*(.*)$/.exec(line.replace(/^(AUTH)=/i, '$1 ')) ?? [];
  return [keyword.toUpperCase(), parameters];
}

/** A name for TLS to check; addresses are checked by themselves. */
function nameOf(host: string): { servername?: string } {
  return isIP(host) ? {} : { servername: host };
}

function ownName(): string {
  const name = hostname();
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? name : '[127.0.0.1]';
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
