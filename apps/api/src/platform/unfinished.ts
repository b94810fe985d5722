/** What goes on after the job or request that began it; the process ends when all of it has. */
export class Unfinished {
  readonly #works = new Set<Promise<void>>();

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    this.#works.add(work);
    void work.finally(() => this.#works.delete(work));
  }

  async finished(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works);
  }
}
