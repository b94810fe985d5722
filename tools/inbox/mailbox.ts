import { summarize } from './message.ts';
import type { Message, Summary } from './message.ts';
import type { MailLog } from './mail-log.ts';

export interface Query {
  /** Part of a recipient's address. */
  readonly to?: string | undefined;
  /** Part of a recipient, the sender, the subject or the local time ("2026-11-21 09:3"). */
  readonly search?: string | undefined;
  readonly limit: number;
  /** Only messages older than the one with this id. */
  readonly before?: number | undefined;
}

export interface Page {
  readonly messages: readonly Summary[];
  /** Pass it as `before` for the next page; null when there is none. */
  readonly next: number | null;
}

export interface Limits {
  readonly messages: number;
  readonly bytes: number;
}

export const LIMITS: Limits = { messages: 20_000, bytes: 256 * 1024 * 1024 };

/** The latest messages, in memory; the oldest make room. */
export class Mailbox {
  readonly #limits: Limits;
  readonly #log: MailLog | null;
  readonly #messages = new Map<number, Message>();
  /** Summaries are made when somebody looks. */
  readonly #summaries = new Map<number, Summary>();
  #bytes = 0;
  #lastId = 0;

  constructor(log: MailLog | null = null, limits: Limits = LIMITS) {
    this.#log = log;
    this.#limits = limits;
    for (const message of log?.read() ?? []) this.#keep({ ...message, id: ++this.#lastId });
  }

  /** How many are kept, and how many there ever were: the second also counts those that made room. */
  get count() {
    return { kept: this.#messages.size, received: this.#lastId };
  }

  receive(message: Omit<Message, 'id'>): Message {
    const kept = { ...message, id: ++this.#lastId };
    this.#keep(kept);
    this.#log?.append(kept);
    return kept;
  }

  get(id: number): Message | undefined {
    return this.#messages.get(id);
  }

  /** Newest first. */
  find({ to, search, limit, before }: Query): Page {
    const found: Summary[] = [];
    const oldest = this.#lastId - this.#messages.size;
    for (let id = Math.min(this.#lastId, (before ?? Infinity) - 1); id > oldest; id--) {
      const message = this.#messages.get(id);
      if (!message) continue;
      if (to && !includes(message.to.join(' '), to)) continue;
      const summary = this.#summaryOf(message);
      if (search && !includes(searchable(message, summary), search)) continue;
      if (found.length === limit) return { messages: found, next: found.at(-1)?.id ?? null };
      found.push(summary);
    }
    return { messages: found, next: null };
  }

  clear() {
    this.#messages.clear();
    this.#summaries.clear();
    this.#bytes = 0;
    this.#log?.clear();
  }

  #keep(message: Message) {
    this.#messages.set(message.id, message);
    this.#bytes += message.raw.length;
    // A Map keeps the order of insertion, so its first entry is the oldest.
    for (const [id, oldest] of this.#messages) {
      if (this.#messages.size <= this.#limits.messages && this.#bytes <= this.#limits.bytes) return;
      this.#messages.delete(id);
      this.#summaries.delete(id);
      this.#bytes -= oldest.raw.length;
    }
  }

  #summaryOf(message: Message): Summary {
    const summary = this.#summaries.get(message.id) ?? summarize(message);
    this.#summaries.set(message.id, summary);
    return summary;
  }
}

function searchable(message: Message, { subject, from }: Summary): string {
  const localTime = message.receivedAt.toLocaleString('sv');
  return [subject, from, message.from, ...message.to, localTime].join('\n');
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
