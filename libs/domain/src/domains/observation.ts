import type { RecordType } from './record-purposes.ts';

/** What name servers said to one question. `none` is definite; `unreachable` means that nobody knows. */
export type Answer =
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreachable'; readonly because: string };

export interface FoundRecord {
  readonly name: string;
  readonly type: RecordType | 'A';
  readonly value: string;
}

/** What was found around a needed record. Texts are joined from their strings, names are in small letters without a final dot. */
export interface Observation {
  /** Of its type at its name; aliases are followed, except when it is one itself. */
  readonly at: Answer;
  /** What else is at the name. For a text: the alias there. For an alias: texts, exchanges and addresses behind it. */
  readonly beside: readonly FoundRecord[];
  /** For an alias: what its target has, to compare with what the name has. */
  readonly atTarget: readonly FoundRecord[];
  /** The same kind of record at names where it ends up by mistake. */
  readonly elsewhere: readonly FoundRecord[];
  /** For an alias: the names that it leads to one after the other, as far as they are aliases themselves. */
  readonly chain: readonly string[];
  /** What a made-up name beside it answers: a wildcard. */
  readonly wildcard: readonly string[];
  /** Whether there is a zone above the name at all. */
  readonly isDelegated: boolean;
}

export const nothingFound: Observation = {
  at: { kind: 'none' },
  beside: [],
  atTarget: [],
  elsewhere: [],
  chain: [],
  wildcard: [],
  isDelegated: true,
};

export function valuesOf(answer: Answer): readonly string[] {
  return answer.kind === 'found' ? answer.values : [];
}
