import type { Letter } from './connection.ts';

interface Line {
  readonly letters: Letter[];
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

  add(letter: Letter): void {
    this.#lineOf(letter).letters.push(letter);
    this.#size += 1;
  }

  /** In front of the others of its party, and its party in front of the others: it has had its turn for nothing. */
  putBack(letter: Letter): void {
    const { party } = letter.watch;
    const line = this.#lineOf(letter);
    line.letters.unshift(letter);
    this.#size += 1;
    this.#lines.delete(party);
    const others = [...this.#lines];
    this.#lines.clear();
    for (const [name, waiting] of [[party, line] as const, ...others]) this.#lines.set(name, waiting);
  }

  /** How many wait of those parties that are not held back. */
  sizeWithout(isHeldBack: (party: string) => boolean): number {
    let size = 0;
    for (const [party, line] of this.#lines) if (!isHeldBack(party)) size += line.letters.length;
    return size;
  }

  next(isHeldBack: (party: string) => boolean): Letter | null {
    for (const [party, line] of this.#lines) {
      if (isHeldBack(party)) continue;
      const letter = line.letters.shift();
      this.#lines.delete(party);
      if (line.letters.length > 0) this.#lines.set(party, line);
      if (letter) this.#size -= 1;
      return letter ?? null;
    }
    return null;
  }

  /** Takes out whoever is meant, also by since when somebody of their party has waited. */
  take(isMeant: (letter: Letter, since: number) => boolean): Letter[] {
    const taken: Letter[] = [];
    for (const [party, { letters, since }] of this.#lines) {
      const left: Letter[] = [];
      for (const letter of letters) (isMeant(letter, since) ? taken : left).push(letter);
      if (left.length > 0) this.#lines.set(party, { letters: left, since });
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

  #lineOf({ watch }: Letter): Line {
    const line = this.#lines.get(watch.party) ?? { letters: [], since: Date.now() };
    this.#lines.set(watch.party, line);
    return line;
  }
}
