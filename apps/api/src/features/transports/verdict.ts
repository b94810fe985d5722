import type { HandOver } from '../../ports/mail.ts';

/** What the answers to messages handed over together say about their transport; null when they say nothing. */
export type Verdict =
  | { readonly kind: 'refused' | 'unreachable'; readonly words: string }
  | { readonly kind: 'worked' };

export function verdictOf(handOvers: readonly HandOver[]): Verdict | null {
  const words = (kind: HandOver['kind']) => handOvers.find((handOver) => handOver.kind === kind)?.response;
  const refusal = words('refused');
  if (refusal !== undefined) return { kind: 'refused', words: refusal };
  const silence = words('unreachable');
  if (silence !== undefined && handOvers.every(({ kind }) => kind === 'unreachable'))
    return { kind: 'unreachable', words: silence };
  const isHeard = handOvers.some(({ kind }) => kind === 'accepted' || kind === 'deferred' || kind === 'rejected');
  return isHeard ? { kind: 'worked' } : null;
}

/** Whether the rest may have to take another transport. */
export function hasStopped(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.kind !== 'worked';
}
