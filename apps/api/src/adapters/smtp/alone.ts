import { type HandOver, withheld } from '../../ports/mail.ts';
import { Connection, type MessageQueue, type QueuedMessage, type Loss } from './connection.ts';
import { NoSession, type Session } from './open-session.ts';
import type { Timeouts } from './timeouts.ts';
import { Waiting } from './waiting.ts';

/** So many sessions that a server ends when it is told one and the same recipient, and nobody else, are about them. */
const enoughCuts = 2;

/** What a message that is tried alone needs of its pool. */
export interface Company extends Pick<MessageQueue, 'answered' | 'decided' | 'takeBack'> {
  open(): Promise<Session>;
  begin(connection: Connection): void;
  ended(connection: Connection): void;
  noteCut(message: QueuedMessage): void;
  /** Whether the server does the same to many others, and to nobody better. */
  isCutOff(message: QueuedMessage): boolean;
  /** The server means this recipient. */
  noteOdd(message: QueuedMessage): void;
  /** Whether what began then waits for long: others need not wait with it. */
  isLong(since: number): boolean;
  /** Whether this party, or all together, have as many connections that wait for long as they may. */
  readonly isHeldBack: (party: string) => boolean;
}

/**
 * Messages whose connections were lost again and again before their final dot, one after the other, each in a session
 * of its own and one command at a time: is it the server, or this recipient? Some servers hang up on an address that
 * their own filter cannot stand. Taken for an unreachable server, one such person would hold up everybody else for ever.
 * A recipient on whom the server says nothing at all holds up nobody either: after a while the next one is tried beside.
 */
export class Alone {
  readonly #company: Company;
  readonly #timeouts: Timeouts;
  readonly #suspects = new Waiting();
  /** Those under way, by when they began. */
  readonly #tries = new Set<{ readonly since: number }>();

  constructor(company: Company, timeouts: Timeouts) {
    this.#company = company;
    this.#timeouts = timeouts;
  }

  /** Whether nobody is being tried or waits for it. */
  get isIdle(): boolean {
    return this.#tries.size + this.waiting === 0;
  }

  get waiting(): number {
    return this.#suspects.size;
  }

  has(party: string): boolean {
    return this.#suspects.has(party);
  }

  add(message: QueuedMessage): void {
    this.#suspects.add(message);
    this.check();
  }

  /** Begins with the next one when no other is being tried, but those on whom the server says nothing. */
  check(): void {
    for (const message of this.#suspects.take(({ watch }) => !watch.isWanted())) message.settle(withheld);
    if ([...this.#tries].some(({ since }) => !this.#company.isLong(since))) return;
    const message = this.#suspects.next(this.#company.isHeldBack);
    if (!message) return;
    const trial = { since: Date.now() };
    this.#tries.add(trial);
    void this.#try(message).finally(() => {
      this.#tries.delete(trial);
      this.check();
    });
  }

  giveUp(handOver: HandOver): void {
    for (const message of this.#suspects.take(() => true)) message.settle(handOver);
  }

  async #try(message: QueuedMessage): Promise<void> {
    for (let cuts = 1; ; cuts += 1) {
      const loss = await this.#send(message);
      if (!loss) return;
      this.#company.noteCut(message);
      const { problem, step } = loss;
      if (message.lastWord) return message.settle(message.lastWord);
      if (step !== 'rcpt' || this.#company.isCutOff(message))
        return message.settle({ kind: 'unreachable', response: problem });
      if (cuts === enoughCuts) {
        this.#company.noteOdd(message);
        const times = `${cuts} times in sessions with no other recipient`;
        return message.settle({
          kind: 'deferred',
          response: `${problem} It did so when given this recipient, ${times}.`,
        });
      }
    }
  }

  /** Resolves to how the connection was lost; null when something became of the message. */
  async #send(message: QueuedMessage): Promise<Loss | null> {
    try {
      const session = await this.#company.open();
      return await new Promise((resolve) => this.#begin(session, message, resolve));
    } catch (error) {
      if (!(error instanceof NoSession)) throw error;
      message.settle(error.handOver);
      return null;
    }
  }

  #begin(session: Session, message: QueuedMessage, done: (loss: Loss | null) => void): void {
    const messages = [message];
    const queue: MessageQueue = {
      next: () => {
        const next = messages.shift() ?? null;
        if (!next) queueMicrotask(() => connection.close());
        return next;
      },
      answered: () => this.#company.answered(),
      decided: (afterMs) => this.#company.decided(afterMs),
      ended: (ended) => this.#company.ended(ended),
      takeBack: (lost, loss) => {
        done(lost.length > 0 ? loss : null);
        this.#company.takeBack([], loss); // there is room for others
      },
    };
    const connection = new Connection({ ...session, takesPipelines: false }, this.#timeouts, queue);
    this.#company.begin(connection);
  }
}
