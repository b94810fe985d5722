import type { BounceClass } from './bounce-class.ts';
import type { Report } from './report.ts';

export interface Judgement {
  readonly class: BounceClass;
  /** The name of the rule that matched. */
  readonly rule: string;
}

/** What a refusal means, by its words first, then by its codes, then by what the source says. */
export function judgeBounce({ given }: Pick<Report, 'status' | 'code' | 'words' | 'given'>): Judgement {
  return given ? { class: given, rule: 'given' } : { class: 'unclear', rule: 'nothing-known' };
}
