/** What waits, in turn over its owners: however much one of them asks for, the others' next is as near as before. */
export class FairQueue<Item> {
  /** In the order in which they get their turns. */
  readonly #waiting = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf(owner: string): number {
    return this.#waiting.get(owner)?.length ?? 0;
  }

  add(owner: string, item: Item): void {
    const own = this.#waiting.get(owner);
    if (own) own.push(item);
    else this.#waiting.set(owner, [item]);
    this.#size += 1;
  }

  /** The next item of the first owner who may go; that owner then comes last. */
  take(mayGo: (owner: string) => boolean): Item | undefined {
    for (const [owner, own] of this.#waiting) {
      if (!mayGo(owner)) continue;
      const item = own.shift();
      this.#waiting.delete(owner);
      if (own.length > 0) this.#waiting.set(owner, own);
      this.#size -= 1;
      return item;
    }
    return undefined;
  }

  remove(owner: string, item: Item): boolean {
    const own = this.#waiting.get(owner);
    const at = own?.indexOf(item) ?? -1;
    if (!own || at === -1) return false;
    own.splice(at, 1);
    if (own.length === 0) this.#waiting.delete(owner);
    this.#size -= 1;
    return true;
  }
}
