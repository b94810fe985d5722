import type { Block } from '../blocks/block.ts';
import { isSaidByBrand } from '../brand/brand-in.ts';
import type { BrandKit } from '../brand/brand-kit.ts';
import type { EmailDocument } from '../document.ts';
import { fingerprint } from './fingerprint.ts';
import { fingerprintOf, needsTranslation, partsOf } from './parts.ts';
import { fitsPart } from './translatable.ts';
import {
  type BlockTranslations,
  type DocumentLanguages,
  type LineName,
  type TranslatedLine,
  type TranslatedValue,
  translatedLines,
  type Translation,
} from './translation.ts';
import { type TranslatedPart, translationsOf } from './translations-of.ts';

/**
 * The translations of a block with one part of it translated, from what stands there now; null takes the translation
 * away. Each stays with the text it is of. Undefined when none is left, or there is no such part.
 */
export function withTranslation(
  block: Block,
  language: string,
  { path, value }: { readonly path: string; readonly value: TranslatedValue | null },
): BlockTranslations | undefined {
  const before = block.translations ?? {};
  const parts = translationsOf(block, language);
  const part = parts.find((each) => each.path === path);
  if (!part || (value !== null && !fitsPart(part.kind, value))) return block.translations;
  const placed = inPlace(before[language] ?? {}, parts);
  const { [path]: _, ...others } = placed;
  const own = value === null ? others : { ...placed, [path]: { of: fingerprintOf(part), value } };
  const { [language]: __, ...rest } = before;
  const all = Object.keys(own).length > 0 ? { ...rest, [language]: own } : rest;
  return Object.keys(all).length > 0 ? all : undefined;
}

/** The same with a translation that still says what the text says, although that was changed. */
export function withConfirmed(block: Block, language: string, path: string): BlockTranslations | undefined {
  const part = translationsOf(block, language).find((each) => each.path === path);
  return part?.translation
    ? withTranslation(block, language, { path, value: part.translation.value })
    : block.translations;
}

/** Each translation where its text is by now. Those of texts that are gone keep their place, unless another needs it. */
function inPlace(own: Readonly<Record<string, Translation>>, parts: readonly TranslatedPart[]) {
  const claimed = new Set(parts.flatMap(({ storedAt }) => storedAt ?? []));
  const left = Object.entries(own).filter(([path]) => !claimed.has(path));
  const placed = parts.flatMap(({ path, translation }) => (translation ? [[path, translation] as const] : []));
  return Object.fromEntries([...left, ...placed]);
}

/** A line around the document, such as the subject, with its translation. */
export interface LineTranslation {
  readonly name: LineName;
  readonly base: string;
  readonly translation: TranslatedLine | null;
  readonly isOutdated: boolean;
}

export type Lines = Readonly<Record<LineName, string>>;

export function linesIn(languages: DocumentLanguages | undefined, language: string, lines: Lines): LineTranslation[] {
  return translatedLines.map((name) => {
    const translation = languages?.others[language]?.[name] ?? null;
    const base = lines[name];
    return { name, base, translation, isOutdated: translation !== null && translation.of !== fingerprint(base) };
  });
}

/** The languages with a line translated, from what it says now; null takes the translation away. */
export function withLine(
  languages: DocumentLanguages,
  language: string,
  { name, base, value }: { readonly name: LineName; readonly base: string; readonly value: string | null },
): DocumentLanguages {
  const { [name]: _, ...others } = languages.others[language] ?? {};
  const own = value === null ? others : { ...others, [name]: { of: fingerprint(base), value } };
  return { ...languages, others: { ...languages.others, [language]: own } };
}

/** How far a translation has come: 12 of 14 texts, 1 outdated. */
export interface TranslationProgress {
  readonly texts: number;
  readonly translated: number;
  readonly outdated: number;
}

export function translationProgress(
  document: EmailDocument,
  language: string,
  lines: Lines,
  brand: Pick<BrandKit, 'words'> = {},
): TranslationProgress {
  const counts = { texts: 0, translated: 0, outdated: 0 };
  const count = (isNeeded: boolean, isTranslated: boolean, isOutdated: boolean) => {
    if (isNeeded) counts.texts += 1;
    if (isNeeded && isTranslated) counts.translated += 1;
    if (isOutdated) counts.outdated += 1;
  };
  for (const { base, translation, isOutdated } of linesIn(document.languages, language, lines))
    count(base.trim() !== '', translation !== null, isOutdated);
  for (const block of blocksIn(document))
    for (const part of translationsOf(block, language))
      count(
        needsTranslation(block, part),
        part.translation !== null || isSaidByBrand(block, part.path, brand, language),
        part.isOutdated,
      );
  return counts;
}

/** Without what nobody gets: translations into languages that the message has no longer, and of texts that are gone. */
export function withoutUnusedTranslations(document: EmailDocument): EmailDocument {
  const languages = Object.keys(document.languages?.others ?? {});
  return {
    ...document,
    sections: document.sections.map((section) => ({
      ...section,
      columns: section.columns.map((column) => ({
        ...column,
        blocks: column.blocks.map((block) => withUsed(block, languages)),
      })),
    })),
  };
}

function withUsed(block: Block, languages: readonly string[]): Block {
  const { translations, ...rest } = block;
  if (!translations) return block;
  const used = languages.flatMap((language) => {
    const own = translationsOf(block, language).flatMap(({ path, translation }) =>
      translation ? [[path, translation] as const] : [],
    );
    return own.length > 0 ? [[language, Object.fromEntries(own)] as const] : [];
  });
  return used.length > 0 ? { ...rest, translations: Object.fromEntries(used) } : rest;
}

function blocksIn({ sections }: EmailDocument): Block[] {
  return sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks));
}

/** Whether a block has something to translate at all. */
export function isTranslatable(block: Block): boolean {
  return partsOf(block).length > 0;
}
