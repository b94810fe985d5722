const windowMs = 10_000;
const firstOnes = 5;
const everyOne = 100;

/**
 * Which of the routine lines are written: of one kind the first five in ten seconds, then each hundredth with how many were left
 * out. Kinds come from fixed sets, such as a route and a status.
 */
export class Sampled {
  readonly #kinds = new Map<string, { since: number; seen: number; skipped: number }>();

  /** Null for one that is left out; otherwise how many were left out since the last. */
  next(kind: string, now = performance.now()): { readonly skipped: number } | null {
    const known = this.#kinds.get(kind);
    const counts = known ?? { since: now, seen: 0, skipped: 0 };
    if (!known) this.#kinds.set(kind, counts);
    if (now - counts.since >= windowMs) {
      counts.since = now;
      counts.seen = 0;
    }
    counts.seen += 1;
    if (counts.seen > firstOnes && counts.seen % everyOne !== 0) {
      counts.skipped += 1;
      return null;
    }
    const { skipped } = counts;
    counts.skipped = 0;
    return { skipped };
  }
}
