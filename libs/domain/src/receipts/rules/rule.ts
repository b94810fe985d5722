import type { BounceClass } from '../bounce-class.ts';

/** What a server's words mean. Rules are tried in order; the first that matches decides. */
export interface WordRule {
  readonly name: string;
  readonly class: BounceClass;
  /** Any of them; tried on lower-case words with single spaces, addresses taken out. */
  readonly says: readonly RegExp[];
  /** Words beside which it says something else. */
  readonly unless?: RegExp;
  /** Only for a refusal for good: a code or status of 5, or none at all. */
  readonly permanent?: true;
  readonly status?: RegExp;
}
