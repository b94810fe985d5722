import type { Meaning } from '../../ui/meaning.ts';

/** How good it is that this much of a domain's mail passes: forwarding alone breaks a few percent. */
export function meaningOfShare(passed: number, messages: number): Meaning {
  if (passed >= messages * 0.98) return 'good';
  return passed >= messages * 0.9 ? 'warning' : 'danger';
}
