import type { Socket } from 'node:net';
import { type Encryption, type HandOver, type Watch, withheld } from '../../ports/mail.ts';
import { handOverOf, type Step } from './hand-over-of-reply.ts';
import { ProtocolError, type Reply, ReplyReader, textOf } from './replies.ts';
import { notificationsFor } from './notifications.ts';
import { encryptionOf } from './encryption-of.ts';
import type { Session } from './open-session.ts';
import type { Timeouts } from './timeouts.ts';

/** One message on its way: `data` ends with CRLF and has its dots stuffed. */
export interface QueuedMessage {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly needsUtf8: boolean;
  /** What the server is asked to call it when it reports a failure (RFC 3461). */
  readonly envelopeId: string | null;
  /** How often a connection was lost before the message was handed over. */
  losses: number;
  /** How many recipients the server had answered when that happened first. */
  answersBefore: number;
  /** What is to be said of it when it is lost too often. */
  lastWord: HandOver | null;
  /** Who hands it over, and which of their messages it is. */
  readonly watch: Watch;
  readonly index: number;
  settle(handOver: HandOver): void;
}

/** How a connection ended: the problem in words, and what was to be answered next. */
export interface Loss {
  readonly problem: string;
  readonly step: Command['step'] | null;
  /** It was we who hung up, for the answer did not come in time. */
  readonly isLate: boolean;
}

/** What a connection needs of its pool. */
export interface MessageQueue {
  next(): QueuedMessage | null;
  /** The server said something about a recipient. */
  answered(): void;
  /** It said what happens to a message, so many milliseconds after it was asked. */
  decided(afterMs: number): void;
  /** Messages whose connection ended before their final dot: certainly not handed over. */
  takeBack(messages: readonly QueuedMessage[], loss: Loss): void;
  ended(connection: Connection): void;
}

interface Transaction {
  readonly message: QueuedMessage;
  /** What the server holds against the message, once it has said so. */
  refusal: HandOver | null;
  /** The final dot may have left this process. */
  isHandedOver: boolean;
}

interface Command {
  readonly text: string;
  readonly step: Step | 'reset';
  readonly transaction: Transaction | null;
}

const nothing = { mail: '', rcpt: '' };
/** Up to this size the next message's commands ride along with the final dot (RFC 2920, 3.1). */
const ridesAlongUpTo = 65_536;
/** How long a server may take to hang up. */
const goodbyeMs = 1_000;

/**
 * Sends one message after another over an open session. It always knows whether a message's final dot has been
 * written: without it the message can go again, with it and without an answer nobody knows.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #timeouts: Timeouts;
  readonly #queue: MessageQueue;
  readonly #replies = new ReplyReader();
  readonly #encryption: Encryption;
  /** Not written yet, because the server takes one command at a time. */
  readonly #waiting: Command[] = [];
  /** Written and not answered. */
  readonly #asked: Command[] = [];
  /** The transactions begun and not settled: the one being sent, and one whose commands rode along. */
  readonly #open: Transaction[] = [];
  #deadline = Infinity;
  #askedAt = 0;
  #idleSince = Date.now();
  #needsReset = false;
  /** It takes no other message. */
  #isSpent = false;
  #isEnded = false;

  constructor(session: Session, timeouts: Timeouts, queue: MessageQueue) {
    this.#session = session;
    this.#socket = session.socket;
    this.#encryption = encryptionOf(session.socket);
    this.#timeouts = timeouts;
    this.#queue = queue;
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#end(error.message));
    this.#socket.on('close', () => this.#end('The server closed the connection.'));
  }

  /** Begins the next message when none is under way. */
  wake(): void {
    if (this.#open.length === 0 && !this.#isEnded) this.#write(this.#nextCommands());
  }

  /** Looks at the clock: gives up on a silent server, and hangs up when there was nothing to do for a while. */
  /** Whose message waits for an answer and since when; null when none does. */
  get silence(): { readonly party: string; readonly since: number } | null {
    const [first] = this.#open;
    return first && this.#asked.length > 0 ? { party: first.message.watch.party, since: this.#askedAt } : null;
  }

  /**
   * Takes back what rode along with a message whose answer is long in coming: it has not been handed over, and need not
   * wait as well. The connection ends with that message, for the server still expects the next one on it.
   */
  letGo(): QueuedMessage[] {
    const [first, ...others] = this.#open;
    if (!first?.isHandedOver || others.length === 0) return [];
    this.#open.length = 1;
    this.#isSpent = true;
    return others.map(({ message }) => message);
  }

  /** Ends it although the server might still answer: others wait for a connection. */
  giveUp(): void {
    this.#end('The server took too long to answer.', true);
  }

  check(now: number, idleMs: number): void {
    if (now >= this.#deadline) this.giveUp();
    else if (this.#open.length === 0 && now - this.#idleSince >= idleMs) this.close();
  }

  /** Says goodbye when nothing is under way, and hangs up in any case. */
  close(): void {
    if (this.#open.length === 0 && !this.#isEnded) {
      this.#socket.end('QUIT\r\n');
      this.#socket.setTimeout(goodbyeMs, () => this.#socket.destroy());
    }
    this.#end('The transport was closed.');
  }

  /** Takes the next message from the queue; empty when there is none. */
  #nextCommands(): string {
    const message = this.#nextMessage();
    if (!message) {
      this.#idleSince = Date.now();
      return '';
    }
    const transaction: Transaction = { message, refusal: null, isHandedOver: false };
    this.#open.push(transaction);
    message.watch.begun(message.index);
    const size = this.#session.sizeLimit === null ? '' : ` SIZE=${message.data.length}`;
    const utf8 = message.needsUtf8 ? ' SMTPUTF8 BODY=8BITMIME' : '';
    const dsn = this.#session.takesDsn ? notificationsFor(message) : nothing;
    if (this.#needsReset) this.#waiting.push({ text: 'RSET\r\n', step: 'reset', transaction: null });
    this.#needsReset = false;
    this.#waiting.push(
      { text: `MAIL FROM:<${message.from}>${size}${utf8}${dsn.mail}\r\n`, step: 'mail', transaction },
      { text: `RCPT TO:<${message.to}>${dsn.rcpt}\r\n`, step: 'rcpt', transaction },
      { text: 'DATA\r\n', step: 'data', transaction },
    );
    return this.#askable();
  }

  /** The next message this server can take at all. */
  #nextMessage(): QueuedMessage | null {
    for (;;) {
      const message = this.#queue.next();
      if (!message) return null;
      const problem = this.#problemWith(message);
      if (!problem) return message;
      message.settle({ kind: 'rejected', response: problem });
    }
  }

  #problemWith({ data, needsUtf8 }: QueuedMessage): string | null {
    const { sizeLimit, takesUtf8 } = this.#session;
    if (sizeLimit && data.length > sizeLimit) return `The server accepts messages of up to ${sizeLimit} bytes.`;
    return needsUtf8 && !takesUtf8 ? 'The server does not accept addresses with non-ASCII characters.' : null;
  }

  /** What may be asked now: everything in one go, or one command at a time. */
  #askable(): string {
    if (!this.#session.takesPipelines && this.#asked.length > 0) return '';
    const commands = this.#session.takesPipelines ? this.#waiting.splice(0) : this.#waiting.splice(0, 1);
    this.#asked.push(...commands);
    let text = '';
    for (const command of commands) text += command.text;
    return text;
  }

  #write(text: string): void {
    if (text !== '') this.#socket.write(text, 'latin1');
    const [first] = this.#asked;
    this.#askedAt = Date.now();
    this.#deadline = first ? this.#askedAt + this.#timeouts[first.step] : Infinity;
  }

  #read(chunk: Buffer): void {
    try {
      this.#replies.push(chunk);
      for (let reply = this.#replies.next(); reply && !this.#isEnded; reply = this.#replies.next()) this.#take(reply);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#asked.length = 0; // a server that does not speak SMTP says nothing about what it was asked
      this.#end(error.message);
    }
  }

  #take(reply: Reply): void {
    const command = this.#asked.shift();
    if (!command) throw new ProtocolError(`The server sent an unexpected reply: ${textOf(reply)}`);
    const { step, transaction } = command;
    if (transaction && step !== 'reset') this.#hear(step, transaction, reply);
    else if (reply.code !== 250) throw new ProtocolError(`The server refused to reset the session: ${textOf(reply)}`);
    if (!this.#isEnded) this.#write(this.#askable());
  }

  #hear(step: Step, transaction: Transaction, reply: Reply): void {
    if (reply.code === 421) return this.#dismissed(step, transaction, reply);
    if (step === 'rcpt') this.#queue.answered();
    if (step === 'dot') return this.#settle(transaction, reply);
    if (step === 'data') return this.#afterData(transaction, reply);
    if (reply.code >= 400) transaction.refusal ??= handOverOf(step, reply);
    else if (reply.code >= 300) throw new ProtocolError(`The server replied out of order: ${textOf(reply)}`);
  }

  #afterData(transaction: Transaction, reply: Reply): void {
    if (reply.code >= 400) {
      this.#needsReset = true;
      transaction.refusal ??= handOverOf('data', reply);
      return this.#settle(transaction, reply);
    }
    // Whatever else is there was said before the message: taking it for the answer to it would be a lie.
    if (reply.code !== 354 || this.#replies.hasMore) {
      throw new ProtocolError(`The server replied out of order: ${textOf(reply)}`);
    }
    this.#asked.push({ text: '', step: 'dot', transaction });
    // The server wants a message although it refused its recipient: an empty one ends that (RFC 2920, 3.1).
    if (transaction.refusal) return this.#write('.\r\n');
    const { watch, index, data } = transaction.message;
    if (!watch.leave([index])) {
      transaction.refusal = withheld;
      return this.#end(withheld.response); // nothing else keeps the server from taking what it was told to expect
    }
    transaction.isHandedOver = true;
    const ridesAlong = this.#session.takesPipelines && data.length <= ridesAlongUpTo;
    this.#write(`${data}.\r\n${ridesAlong ? this.#nextCommands() : ''}`);
  }

  #settle(transaction: Transaction, reply: Reply): void {
    if (reply.code >= 300 && reply.code < 400) {
      throw new ProtocolError(`The server replied out of order: ${textOf(reply)}`);
    }
    this.#open.shift();
    this.#queue.decided(Date.now() - this.#askedAt);
    const taken: HandOver = { kind: 'accepted', response: textOf(reply), encryption: this.#encryption };
    transaction.message.settle(transaction.refusal ?? (reply.code < 300 ? taken : handOverOf('dot', reply)));
    if (this.#isSpent) this.#end('The connection was given up.');
    else if (this.#open.length === 0) this.#write(this.#nextCommands());
  }

  /** 421: the server hangs up. Before the final dot it has not taken the message; after it, it says that it did not. */
  #dismissed(step: Step, transaction: Transaction, reply: Reply): void {
    const deferred: HandOver = { kind: 'deferred', response: textOf(reply) };
    if (step === 'dot') transaction.refusal ??= deferred;
    // Said of a recipient it may be about them: a second time, it counts as an attempt.
    if (step === 'rcpt' || step === 'data') transaction.message.lastWord = deferred;
    this.#end(textOf(reply));
  }

  #end(problem: string, isLate = false): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // A large message goes in a write of its own: while part of that waits, its final dot has not left.
    const isStuck = this.#socket.writableLength > 0;
    if (!this.#socket.writableEnded) this.#socket.destroy();
    const notHandedOver: QueuedMessage[] = [];
    for (const { message, refusal, isHandedOver } of this.#open.splice(0)) {
      const hasLeft = isHandedOver && !(isStuck && message.data.length > ridesAlongUpTo);
      if (refusal) message.settle(refusal);
      else if (hasLeft) message.settle({ kind: 'unknown', response: problem });
      else notHandedOver.push(message);
    }
    this.#queue.ended(this);
    this.#queue.takeBack(notHandedOver, { problem, step: this.#asked[0]?.step ?? null, isLate });
  }
}
