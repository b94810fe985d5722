import { isSame } from '../editing/same.ts';
import type { BlockTranslations, DocumentLanguages } from './translation.ts';

interface Versions<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

type Side = 'mine' | 'theirs';

/**
 * The translations of one block after changes on both sides, by language and text. What both changed differently is told to
 * `conflict`, and is as the preferred side has it.
 */
export function mergeTranslations(
  { base = {}, mine = {}, theirs = {} }: Versions<BlockTranslations | undefined>,
  prefer: Side,
  conflict: () => void,
): BlockTranslations | undefined {
  const merged = mergeRecords({ base, mine, theirs }, (versions) => {
    const texts = mergeRecords(
      { base: versions.base ?? {}, mine: versions.mine ?? {}, theirs: versions.theirs ?? {} },
      (text) => chosen(text, prefer, conflict),
    );
    return Object.keys(texts).length > 0 ? texts : undefined;
  });
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/**
 * The languages of a document, in the same way. A language that one side removed stays while the other changed something
 * in it: `isUsed` tells of the blocks.
 */
export function mergeLanguages(
  { base, mine, theirs }: Versions<DocumentLanguages | undefined>,
  options: {
    readonly prefer: Side;
    readonly conflict: () => void;
    /** Whether the other side, that has it still, changed texts of this language. */
    readonly isUsed: (language: string, by: Side) => boolean;
  },
): DocumentLanguages | undefined {
  const { prefer, conflict, isUsed } = options;
  if (!mine || !theirs) {
    const left = mine ?? theirs;
    if (!left || !base) return left;
    const by: Side = mine ? 'mine' : 'theirs';
    const isKept = !isSame(left, base) || Object.keys(left.others).some((language) => isUsed(language, by));
    return isKept ? left : undefined;
  }
  type Lines = DocumentLanguages['others'][string];
  const others = mergeRecords<Lines>(
    { base: base?.others ?? {}, mine: mine.others, theirs: theirs.others },
    (lines, language) => {
      if (!lines.mine || !lines.theirs) {
        const left = lines.mine ?? lines.theirs;
        const isRemoved = lines.base !== undefined && isSame(left, lines.base);
        return isRemoved && !isUsed(language, lines.mine ? 'mine' : 'theirs') ? undefined : left;
      }
      const lineOf = (name: 'subject' | 'preheader') =>
        chosen({ base: lines.base?.[name], mine: lines.mine?.[name], theirs: lines.theirs?.[name] }, prefer, conflict);
      const [subject, preheader] = [lineOf('subject'), lineOf('preheader')];
      return { ...(subject && { subject }), ...(preheader && { preheader }) };
    },
  );
  const own = chosen({ base: base?.base, mine: mine.base, theirs: theirs.base }, prefer, conflict);
  const tag = own ?? mine.base;
  const { [tag]: _, ...rest } = others;
  return { base: tag, others: rest };
}

/** The side that changed it; the preferred one when both did, which is a conflict unless they did the same. */
function chosen<T>({ base, mine, theirs }: Versions<T | undefined>, prefer: Side, conflict: () => void): T | undefined {
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
  if (isSame(mine, base)) return theirs;
  conflict();
  return prefer === 'mine' ? mine : theirs;
}

function mergeRecords<T>(
  { base, mine, theirs }: Versions<Readonly<Record<string, T>>>,
  merge: (versions: Versions<T | undefined>, name: string) => T | undefined,
): Record<string, T> {
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const entries = [...names].flatMap((name) => {
    const value = merge({ base: base[name], mine: mine[name], theirs: theirs[name] }, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
