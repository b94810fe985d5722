/** An answer as it goes out, and what it was made of. */
export interface KeptAnswer {
  readonly text: string;
  /** When it was asked for, in milliseconds. */
  readonly at: number;
  /** How long it is given again whatever happens. */
  readonly freshMs: number;
  /** What was counted then; see `Mark`. */
  readonly counted: string;
  /** What days and weeks were then. */
  readonly calendar: string;
}

/** Answers by organization and question, as long as there is room: those asked for longest ago go first. */
export class KeptAnswers {
  readonly #bytes: number;
  /** In the order in which they were last asked for. */
  readonly #byKey = new Map<string, KeptAnswer>();
  #used = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.#used;
  }

  get(key: string): KeptAnswer | null {
    const kept = this.#byKey.get(key);
    if (!kept) return null;
    this.#byKey.delete(key);
    this.#byKey.set(key, kept);
    return kept;
  }

  /** One that would leave room for few others is not kept. */
  keep(key: string, answer: KeptAnswer): void {
    this.#forget(key);
    const size = sizeOf(key, answer);
    if (size > this.#bytes / 16) return;
    this.#byKey.set(key, answer);
    this.#used += size;
    for (const oldest of this.#byKey.keys()) {
      if (this.#used <= this.#bytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#byKey.get(key);
    if (!kept) return;
    this.#byKey.delete(key);
    this.#used -= sizeOf(key, kept);
  }
}

/** Two bytes a character, as some texts need. */
function sizeOf(key: string, { text, counted }: KeptAnswer): number {
  return 2 * (key.length + text.length + counted.length);
}
