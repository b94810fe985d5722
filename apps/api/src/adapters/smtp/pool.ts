import type { HandOver } from '../../ports/mail.ts';
import { Alone, type Company } from './alone.ts';
import { Connection, type Desk, type Letter, type Loss } from './connection.ts';
import { NoSession, openSession, type Session } from './open-session.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { Timeouts } from './timeouts.ts';

const mostConnections = 8;
const lookEveryMs = 1_000;
const idleMs = 30_000;
/** A server that will not have another connection is not asked again at once while others are open. */
const reluctantForMs = 10_000;
/** A message whose connection was lost before the final dot goes once more, over another one. */
const mostLosses = 2;
/** A server that hangs up on so many others and answers nobody does not mean one recipient, for this long. */
const manyCut = 3;
const tellingForMs = 10 * 60_000;
const mostOdd = 1_000;

const closed: HandOver = { kind: 'unreachable', response: 'The transport was closed.' };

/** The open connections to one server, and the messages that wait for one. */
export class Pool implements Desk, Company {
  readonly #server: SmtpServer;
  readonly #timeouts: Timeouts;
  readonly #connections = new Set<Connection>();
  readonly #waiting: Letter[] = [];
  readonly #alone: Alone;
  /** Whose connections were lost, and when: the latest of them since the server answered anybody's recipient. */
  readonly #cut = new Map<string, number>();
  /** Those the server was found to mean: many of them that are tried again together say nothing new. */
  readonly #odd = new Set<string>();
  #answers = 0;
  #opening = 0;
  #reluctantUntil = 0;
  #clock: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(server: SmtpServer, timeouts: Timeouts) {
    this.#server = server;
    this.#timeouts = timeouts;
    this.#alone = new Alone(this, timeouts);
  }

  send(letters: readonly Letter[]): void {
    for (const letter of letters) this.#waiting.push(letter);
    if (this.#isClosed) this.#giveUp(closed);
    else this.#staff();
  }

  next(): Letter | null {
    return this.#waiting.shift() ?? null;
  }

  answered(): void {
    this.#answers += 1;
    if (this.#cut.size > 0) this.#cut.clear();
  }

  takeBack(letters: readonly Letter[], { problem, step }: Loss): void {
    for (const letter of letters.toReversed()) {
      if (letter.losses === 0) letter.answersBefore = this.#answers;
      letter.losses += 1;
      this.noteCut(letter);
      // Before the recipient was answered it may be about them, whatever of its answers a server kept back till then.
      const isSuspect = !letter.lastWord && (step === 'mail' || step === 'rcpt');
      if (letter.losses < mostLosses && !this.#isClosed) this.#waiting.unshift(letter);
      else if (isSuspect && !this.#isClosed) this.#alone.add(letter);
      else letter.settle(letter.lastWord ?? { kind: 'unreachable', response: problem });
    }
    this.#staff();
  }

  noteCut({ to }: Letter): void {
    this.#cut.delete(to);
    this.#cut.set(to, Date.now());
    const [oldest] = this.#cut.keys();
    if (this.#cut.size > manyCut + 1 && oldest !== undefined) this.#cut.delete(oldest);
  }

  isCutOff({ to, answersBefore }: Letter): boolean {
    if (this.#isClosed) return true;
    const since = Date.now() - tellingForMs;
    const others = [...this.#cut].filter(([address, at]) => address !== to && at >= since).length;
    return this.#answers === answersBefore && others >= manyCut && !this.#odd.has(to);
  }

  noteOdd({ to }: Letter): void {
    const [oldest] = this.#odd;
    if (this.#odd.size >= mostOdd && oldest !== undefined) this.#odd.delete(oldest);
    this.#odd.add(to);
  }

  ended(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  async open(): Promise<Session> {
    if (this.#isClosed) throw new NoSession('unreachable', closed.response);
    return openSession(this.#server, this.#timeouts);
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections) connection.close();
    this.#giveUp(closed);
    this.#alone.giveUp(closed);
  }

  begin(connection: Connection): void {
    if (this.#isClosed) return connection.close();
    this.#connections.add(connection);
    this.#clock ??= setInterval(() => this.#look(), lookEveryMs).unref();
    connection.wake();
  }

  /** Wakes who is idle, and opens more connections when there is more to do than hands. */
  #staff(): void {
    for (const connection of this.#connections) {
      if (this.#waiting.length === 0) return;
      connection.wake();
    }
    if (this.#isClosed || (this.#connections.size > 0 && Date.now() < this.#reluctantUntil)) return;
    while (this.#waiting.length > this.#opening && this.#connections.size + this.#opening < mostConnections) {
      this.#opening += 1;
      void this.#open();
    }
  }

  async #open(): Promise<void> {
    try {
      const session = await this.open();
      this.#opening -= 1;
      this.begin(new Connection(session, this.#timeouts, this));
    } catch (error) {
      this.#opening -= 1;
      if (!(error instanceof NoSession)) throw error;
      this.#reluctantUntil = Date.now() + reluctantForMs;
      if (this.#connections.size + this.#opening === 0) this.#giveUp(error.handOver);
    }
  }

  #look(): void {
    const now = Date.now();
    for (const connection of this.#connections) connection.check(now, idleMs);
  }

  #giveUp(handOver: HandOver): void {
    for (const letter of this.#waiting.splice(0)) letter.settle(handOver);
  }
}
