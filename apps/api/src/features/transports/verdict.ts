import type { HandOver } from '../../ports/mail.ts';

/** What the answers to messages handed over together say about their transport; null when they say nothing. */
export type Verdict =
  | { readonly kind: 'refused'; readonly words: string }
  /** `askedMs`: it asked to be left alone for so long. */
  | { readonly kind: 'unreachable'; readonly words: string; readonly askedMs?: number }
  | { readonly kind: 'worked' };

export function verdictOnTransport(handOvers: readonly HandOver[]): Verdict | null {
  const words = (kind: HandOver['kind']) => handOvers.find((handOver) => handOver.kind === kind)?.response;
  const refusal = words('refused');
  if (refusal !== undefined) return { kind: 'refused', words: refusal };
  // Whoever asks to be left alone is, also where others of the same messages were taken.
  const asked = handOvers.flatMap((each) => (each.kind === 'unreachable' && each.askedMs !== undefined ? [each] : []));
  const [longest] = asked.toSorted((a, b) => (b.askedMs ?? 0) - (a.askedMs ?? 0));
  if (longest) return { kind: 'unreachable', words: longest.response, askedMs: longest.askedMs ?? 0 };
  const silence = words('unreachable');
  if (silence !== undefined && handOvers.every(({ kind }) => kind === 'unreachable'))
    return { kind: 'unreachable', words: silence };
  const hasAnswer = handOvers.some(({ kind }) => kind === 'accepted' || kind === 'deferred' || kind === 'rejected');
  return hasAnswer ? { kind: 'worked' } : null;
}

/** Whether the rest may have to take another transport. */
export function hasStopped(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.kind !== 'worked';
}
