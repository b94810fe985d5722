import type { Block } from '../blocks/block.ts';
import { fingerprintOf, type Part, partsOf } from './parts.ts';
import { patternOf } from './translatable.ts';
import type { Translation } from './translation.ts';

/** What there is of one part in one language. */
export interface TranslatedPart extends Part {
  /** Null where there is none. */
  readonly translation: Translation | null;
  /** Where the translation is stored in the block; another place than `path` after rows were moved. */
  readonly storedAt: string | null;
  /** The part is another than when it was translated. */
  readonly isOutdated: boolean;
}

type Entry = readonly [path: string, translation: Translation];
type Claim = (takes: (part: Part, entry: Entry) => boolean, isOutdated?: boolean) => void;

/**
 * Every part of a block with its translation. Rows and items are known by what they say: a translation follows its text to
 * another row. Of a text that was changed since, it is the one in the same place, or the next one left.
 */
export function translationsOf(block: Block, language: string): TranslatedPart[] {
  const parts = partsOf(block);
  const entries = Object.entries(block.translations?.[language] ?? {});
  if (entries.length === 0) return parts.map(untranslated);
  const fingerprints = new Map(parts.map((part) => [part.path, fingerprintOf(part)]));
  const found = new Map<string, TranslatedPart>();
  const left = new Set<Entry>(entries);
  const claim: Claim = (takes, isOutdated = false) => {
    for (const part of parts) {
      if (found.has(part.path)) continue;
      const entry = [...left].find((each) => takes(part, each));
      if (!entry) continue;
      left.delete(entry);
      found.set(part.path, { ...part, translation: entry[1], storedAt: entry[0], isOutdated });
    }
  };
  const isOf = ({ path }: Part, [, { of }]: Entry) => fingerprints.get(path) === of;
  claim((part, entry) => isOf(part, entry) && part.path === entry[0]);
  claim((part, entry) => isOf(part, entry) && patternOf(part.path) === patternOf(entry[0]));
  claim((part, entry) => part.path === entry[0], true);
  claim((part, entry) => patternOf(part.path) === patternOf(entry[0]), true);
  return parts.map((part) => found.get(part.path) ?? untranslated(part));
}

function untranslated(part: Part): TranslatedPart {
  return { ...part, translation: null, storedAt: null, isOutdated: false };
}
