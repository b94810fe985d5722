import type { HandOver } from '../../ports/mail.ts';
import { Connection, type Desk, type Letter } from './connection.ts';
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

const closed: HandOver = { kind: 'unreachable', response: 'The transport was closed.' };

/** The open connections to one server, and the messages that wait for one. */
export class Pool implements Desk {
  readonly #server: SmtpServer;
  readonly #timeouts: Timeouts;
  readonly #connections = new Set<Connection>();
  readonly #waiting: Letter[] = [];
  #opening = 0;
  #reluctantUntil = 0;
  #clock: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(server: SmtpServer, timeouts: Timeouts) {
    this.#server = server;
    this.#timeouts = timeouts;
  }

  send(letters: readonly Letter[]): void {
    for (const letter of letters) this.#waiting.push(letter);
    if (this.#isClosed) this.#giveUp(closed);
    else this.#staff();
  }

  next(): Letter | null {
    return this.#waiting.shift() ?? null;
  }

  takeBack(letters: readonly Letter[], problem: string): void {
    for (const letter of letters.toReversed()) {
      letter.losses += 1;
      if (letter.losses < mostLosses && !this.#isClosed) this.#waiting.unshift(letter);
      else letter.settle(letter.lastWord ?? { kind: 'unreachable', response: problem });
    }
    this.#staff();
  }

  ended(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections) connection.close();
    this.#giveUp(closed);
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
      const session = await openSession(this.#server, this.#timeouts);
      this.#opening -= 1;
      this.#begin(session);
    } catch (error) {
      this.#opening -= 1;
      if (!(error instanceof NoSession)) throw error;
      this.#reluctantUntil = Date.now() + reluctantForMs;
      if (this.#connections.size + this.#opening === 0) this.#giveUp(error.handOver);
    }
  }

  #begin(session: Session): void {
    const connection = new Connection(session, this.#timeouts, this);
    if (this.#isClosed) return connection.close();
    this.#connections.add(connection);
    this.#clock ??= setInterval(() => this.#look(), lookEveryMs).unref();
    connection.wake();
  }

  #look(): void {
    const now = Date.now();
    for (const connection of this.#connections) connection.check(now, idleMs);
  }

  #giveUp(handOver: HandOver): void {
    for (const letter of this.#waiting.splice(0)) letter.settle(handOver);
  }
}
