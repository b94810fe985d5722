import type { QueuedMessage } from './connection.ts';

interface Line {
  readonly messages: QueuedMessage[];
  /** When somebody began to wait. */
  since: number;
}

/** Messages that wait for a connection; parties take turns. */
export class Waiting {
  /** By party; the one that was served last is at the end. */
  readonly #lines = new Map<string, Line>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(message: QueuedMessage): void {
    this.#lineOf(message).messages.push(message);
    this.#size += 1;
  }

  /** In front of the others of its party, and its party in front of the others: it has had its turn for nothing. */
  putBack(message: QueuedMessage): void {
    const { party } = message.watch;
    const line = this.#lineOf(message);
    line.messages.unshift(message);
    this.#size += 1;
    this.#lines.delete(party);
    const others = [...this.#lines];
    this.#lines.clear();
    for (const [name, waiting] of [[party, line] as const, ...others]) this.#lines.set(name, waiting);
  }

  /** How many wait of those parties that are not held back. */
  sizeWithout(isHeldBack: (party: string) => boolean): number {
    let size = 0;
    for (const [party, line] of this.#lines) if (!isHeldBack(party)) size += line.messages.length;
    return size;
  }

  next(isHeldBack: (party: string) => boolean): QueuedMessage | null {
    for (const [party, line] of this.#lines) {
      if (isHeldBack(party)) continue;
      const message = line.messages.shift();
      this.#lines.delete(party);
      if (line.messages.length > 0) this.#lines.set(party, line);
      if (message) this.#size -= 1;
      return message ?? null;
    }
    return null;
  }

  /** Takes out whoever is meant, also by since when somebody of their party has waited. */
  take(isMeant: (message: QueuedMessage, since: number) => boolean): QueuedMessage[] {
    const taken: QueuedMessage[] = [];
    for (const [party, { messages, since }] of this.#lines) {
      const left: QueuedMessage[] = [];
      for (const message of messages) (isMeant(message, since) ? taken : left).push(message);
      if (left.length > 0) this.#lines.set(party, { messages: left, since });
      else this.#lines.delete(party);
    }
    this.#size -= taken.length;
    return taken;
  }

  /** Nobody could be served for so long. */
  overslept(ms: number): void {
    for (const line of this.#lines.values()) line.since += ms;
  }

  has(party: string): boolean {
    return this.#lines.has(party);
  }

  #lineOf({ watch }: QueuedMessage): Line {
    const line = this.#lines.get(watch.party) ?? { messages: [], since: Date.now() };
    this.#lines.set(watch.party, line);
    return line;
  }
}
