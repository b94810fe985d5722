import { type HandOver, withheld } from '../../ports/mail.ts';
import { Alone, type Company } from './alone.ts';
import { Connection, type MessageQueue, type QueuedMessage, type Loss } from './connection.ts';
import { NoSession, openSession, type Session } from './open-session.ts';
import { Silence } from './silence.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { Timeouts } from './timeouts.ts';
import { Waiting } from './waiting.ts';

/** Connections that are counted on. One that waits for long for an answer keeps its message and another takes its place. */
const mostConnections = 8;
/** So many may wait for long, of one party and altogether; many servers take 50 connections of one client. */
const mostSilentOfOne = 24;
const mostSilent = 40;
/** A message that keeps others from a connection has had so much time at least. */
const leastPatienceMs = 60_000;
/** Attempts to connect that may be pending; then the oldest makes room for a new one. */
const mostAttempts = 16;
const checkEveryMs = 500;
/** A check that comes so late was delayed by a process that did not run: it cannot have received anything. */
const oversleptMs = 2_000;
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
const silent: HandOver = { kind: 'unreachable', response: 'The server has stopped answering.' };

/** The open connections to one server, and the messages that wait for one. */
export class Pool implements MessageQueue, Company {
  readonly #server: SmtpServer;
  readonly #timeouts: Timeouts;
  readonly #connections = new Set<Connection>();
  readonly #waiting = new Waiting();
  readonly #silence = new Silence();
  /** Attempts to connect, by when they began. */
  readonly #attempts = new Set<{ readonly since: number; readonly abandoned: AbortController }>();
  /** Whose connections wait for an answer for long, as of the last check. */
  readonly #silentOf = new Map<string, number>();
  readonly #isHeldBack = (party: string) => (this.#silentOf.get(party) ?? 0) >= mostSilentOfOne;
  readonly isHeldBack = (party: string) => this.#isHeldBack(party) || this.#allSilent() >= mostSilent;
  readonly #alone: Alone;
  /** Whose connections were lost, and when: the latest of them since the server answered anybody's recipient. */
  readonly #cut = new Map<string, number>();
  /** Those the server was found to mean: many of them that are tried again together say nothing new. */
  readonly #odd = new Set<string>();
  #answers = 0;
  #reluctantUntil = 0;
  #checkedAt = 0;
  #clock: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(server: SmtpServer, timeouts: Timeouts) {
    this.#server = server;
    this.#timeouts = timeouts;
    this.#alone = new Alone(this, timeouts);
  }

  send(messages: readonly QueuedMessage[]): void {
    if (messages.length === 0) return;
    for (const message of messages) this.#waiting.add(message);
    if (this.#isClosed) return this.#giveUp(closed);
    this.#startClock();
    this.#staff();
  }

  next(): QueuedMessage | null {
    for (;;) {
      const message = this.#waiting.next(this.#isHeldBack);
      if (!message || message.watch.isWanted()) return message;
      message.settle(withheld);
    }
  }

  decided(afterMs: number): void {
    this.#silence.answered(Date.now(), afterMs);
  }

  answered(): void {
    this.#answers += 1;
    if (this.#cut.size > 0) this.#cut.clear();
  }

  takeBack(messages: readonly QueuedMessage[], { problem, step, isLate }: Loss): void {
    const [asked] = messages;
    // It answers others: so long a silence is about this recipient.
    const isTheirs = isLate && (step === 'rcpt' || step === 'data') && !this.#silence.isSuspicious(Date.now());
    for (const message of messages.toReversed()) {
      if (isTheirs && message === asked) {
        message.settle({ kind: 'deferred', response: problem });
        continue;
      }
      if (message.losses === 0) message.answersBefore = this.#answers;
      message.losses += 1;
      this.noteCut(message);
      // Before the recipient was answered it may be about them, whatever of its answers a server kept back till then.
      const isSuspect = !message.lastWord && (step === 'mail' || step === 'rcpt');
      if (message.losses < mostLosses && !this.#isClosed) this.#waiting.putBack(message);
      else if (isSuspect && !this.#isClosed) this.#alone.add(message);
      else message.settle(message.lastWord ?? { kind: 'unreachable', response: problem });
    }
    this.#staff();
  }

  noteCut({ to }: QueuedMessage): void {
    this.#cut.delete(to);
    this.#cut.set(to, Date.now());
    const [oldest] = this.#cut.keys();
    if (this.#cut.size > manyCut + 1 && oldest !== undefined) this.#cut.delete(oldest);
  }

  isCutOff({ to, answersBefore }: QueuedMessage): boolean {
    if (this.#isClosed) return true;
    const since = Date.now() - tellingForMs;
    const others = [...this.#cut].filter(([address, at]) => address !== to && at >= since).length;
    return this.#answers === answersBefore && others >= manyCut && !this.#odd.has(to);
  }

  noteOdd({ to }: QueuedMessage): void {
    const [oldest] = this.#odd;
    if (this.#odd.size >= mostOdd && oldest !== undefined) this.#odd.delete(oldest);
    this.#odd.add(to);
  }

  isLong(since: number): boolean {
    return this.#silence.isLong(Date.now() - since);
  }

  ended(connection: Connection): void {
    this.#connections.delete(connection);
  }

  async open(abandoned?: AbortSignal): Promise<Session> {
    if (this.#isClosed) throw new NoSession('unreachable', closed.response);
    return openSession(this.#server, this.#timeouts, abandoned);
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
    this.#startClock();
    connection.wake();
  }

  /** Wakes who is idle, and opens more connections when there is more to do than hands. */
  #staff(): void {
    for (const connection of this.#connections) {
      if (this.#waiting.size === 0) return;
      connection.wake();
    }
    const now = Date.now();
    const { free, isReachable } = this.#hands(now);
    if (this.#isClosed || (free > 0 && now < this.#reluctantUntil)) return;
    let fresh = [...this.#attempts].filter(({ since }) => !this.#silence.isLong(now - since)).length;
    const most = isReachable ? mostConnections : 1;
    const wanted = this.#waiting.sizeWithout(this.#isHeldBack);
    for (let hands = free + fresh; hands < most && wanted > fresh; hands += 1, fresh += 1) {
      void this.#open();
    }
  }

  /** How many connections do not wait for long, and whether the server is one that answers. */
  #hands(now: number): { free: number; isReachable: boolean } {
    this.#silentOf.clear();
    let silentOnes = 0;
    for (const { silence } of this.#connections) {
      if (!silence || !this.#silence.isLong(now - silence.since)) continue;
      silentOnes += 1;
      this.#silentOf.set(silence.party, (this.#silentOf.get(silence.party) ?? 0) + 1);
    }
    const isPending = [...this.#attempts].some(({ since }) => this.#silence.isLong(now - since));
    const isSuspect = (silentOnes > 0 || isPending) && this.#silence.isSuspicious(now);
    const beyond = Math.max(0, silentOnes - mostSilent); // they keep the places of others
    return { free: this.#connections.size - silentOnes + beyond, isReachable: !isSuspect };
  }

  #allSilent(): number {
    return [...this.#silentOf.values()].reduce((sum, count) => sum + count, 0);
  }

  async #open(): Promise<void> {
    const attempt = { since: Date.now(), abandoned: new AbortController() };
    const [oldest] = this.#attempts;
    if (oldest && this.#attempts.size >= mostAttempts) {
      this.#attempts.delete(oldest);
      oldest.abandoned.abort();
    }
    this.#attempts.add(attempt);
    try {
      const session = await this.open(attempt.abandoned.signal);
      this.#attempts.delete(attempt);
      this.begin(new Connection(session, this.#timeouts, this));
    } catch (error) {
      if (!(error instanceof NoSession)) throw error;
      if (this.#attempts.delete(attempt)) this.#failed(error.handOver, attempt.since);
    }
  }

  /** One that hung says nothing that newer ones do not say, unless there are none. */
  #failed(handOver: HandOver, since: number): void {
    const now = Date.now();
    const isPending = [...this.#attempts].some((other) => !this.#silence.isLong(now - other.since));
    const isLast = this.#attempts.size + this.#connections.size === 0;
    if (!isLast && this.#silence.isLong(now - since)) return;
    this.#reluctantUntil = now + reluctantForMs;
    if (!isPending && this.#hands(now).free === 0) this.#giveUp(handOver);
  }

  #startClock(): void {
    if (this.#clock) return;
    this.#checkedAt = Date.now();
    this.#clock = setInterval(() => this.#check(), checkEveryMs).unref();
  }

  #check(): void {
    const now = Date.now();
    const lateMs = now - this.#checkedAt - checkEveryMs;
    this.#checkedAt = now;
    for (const message of this.#waiting.take(({ watch }) => !watch.isWanted())) message.settle(withheld);
    if (lateMs > oversleptMs) {
      this.#silence.overslept(lateMs);
      this.#waiting.overslept(lateMs);
      return; // what came meanwhile is read before the next check
    }
    for (const connection of this.#connections) connection.check(now, idleMs);
    this.#takeBackFromSilent(now);
    this.#makeRoom(now);
    this.#staff();
    this.#alone.check();
    const { free, isReachable } = this.#hands(now);
    if (free === 0 && !isReachable)
      for (const message of this.#waiting.take((_, since) => this.#silence.isOver(now, since))) message.settle(silent);
    if (this.#connections.size + this.#attempts.size + this.#waiting.size > 0 || !this.#alone.isIdle) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  /**
   * What rode along with a message that is not answered need not wait with it. Those of other parties go first: behind
   * another such message they would wait once more.
   */
  #takeBackFromSilent(now: number): void {
    for (const connection of this.#connections) {
      const { silence } = connection;
      if (!silence || !this.#silence.isLong(now - silence.since)) continue;
      const messages = connection.letGo();
      const isTheirs = ({ watch: { party } }: QueuedMessage) => party === silence.party;
      for (const message of messages.filter(isTheirs)) this.#waiting.putBack(message);
      for (const message of messages.filter((each) => !isTheirs(each))) this.#waiting.putBack(message);
    }
  }

  /** When as many wait for an answer as may, the one that has waited longest makes room for those that wait to be sent. */
  #makeRoom(now: number): void {
    if (this.#waiting.size + this.#alone.waiting === 0) return;
    this.#hands(now);
    const total = this.#allSilent();
    const waits = (party: string) => this.#waiting.has(party) || this.#alone.has(party);
    const isInTheWay = (party: string) => total >= mostSilent || (this.#isHeldBack(party) && waits(party));
    for (const connection of this.#connections) {
      const { silence } = connection;
      if (silence && isInTheWay(silence.party) && now - silence.since >= leastPatienceMs) return connection.giveUp();
    }
  }

  #giveUp(handOver: HandOver): void {
    for (const message of this.#waiting.take(() => true)) message.settle(handOver);
  }
}
