/**
 * Whether a text may have been added before: never a wrong no, seldom a wrong yes. Eight bytes and a little for each text,
 * whatever its length, so that a million of them stay small.
 */
export class MaybeSeen {
  readonly #hashes: Uint32Array;
  readonly #mask: number;

  /** `most` texts are expected; more make it say yes too often. */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, most * 2)));
    this.#hashes = new Uint32Array(size);
    this.#mask = size - 1;
  }

  /** Adds a text; true when it may have been there. */
  add(text: string): boolean {
    let hash = 2_166_136_261; // FNV-1a
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
    hash = (hash ^ (hash >>> 15)) >>> 0 || 1; // zero marks an empty place
    for (let place = Math.imul(hash, 2_654_435_761) >>> 7, tries = 0; tries <= this.#mask; place += 1, tries += 1) {
      const at = place & this.#mask;
      if (this.#hashes[at] === hash) return true;
      if (this.#hashes[at] === 0) {
        this.#hashes[at] = hash;
        return false;
      }
    }
    return true; // full
  }
}
