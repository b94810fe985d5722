import { isSame } from './draft.ts';

/** A field that was changed elsewhere and is not the same in what is being edited. */
export interface Difference {
  readonly field: string;
  readonly label: string;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** It was changed here as well; otherwise theirs is plainly the newer one. */
  readonly isContested: boolean;
}

interface Versions {
  /** What is being edited, what it was when that began, and what is stored now. */
  readonly mine: unknown;
  readonly base: unknown;
  readonly theirs: unknown;
}

/** The differences among the fields of `labels`, in their order; a field of a part is named `part.field`. */
export function differencesOf(labels: Readonly<Record<string, string>>, versions: Versions): Difference[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const [mine, base, theirs] = [versions.mine, versions.base, versions.theirs].map((values) => at(values, field));
    if (isSame(theirs, base) || isSame(mine, theirs)) return [];
    return [{ field, label, mine, theirs, isContested: !isSame(mine, base) }];
  });
}

/**
 * What it means for somebody who is editing that `theirs` is stored now: `untouched` when they changed nothing yet,
 * `conflict` when something was changed that is not the same here, and `apart` when that is none of what they see.
 */
export function whatCameOf(
  labels: Readonly<Record<string, string>>,
  versions: Versions,
): 'untouched' | 'apart' | 'conflict' {
  if (isSame(versions.mine, versions.base)) return 'untouched';
  return differencesOf(labels, versions).length > 0 ? 'conflict' : 'apart';
}

function at(values: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((part, name) => {
    return part && typeof part === 'object' ? Object.entries(part).find(([key]) => key === name)?.[1] : undefined;
  }, values);
}
