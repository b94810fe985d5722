import {
  type Block,
  type BrandKit,
  isSaidByBrand,
  languageName,
  needsTranslation,
  type TranslatedPart,
  unnamedLanguage,
} from '@engagex/domain/documents';
import type { Meaning } from '../../../ui/meaning.ts';

/** As in `Copy English text` and `Copy the original text`. */
export function mainLanguageName(tag: string): string {
  return tag === unnamedLanguage ? 'the original' : languageName(tag);
}

const names: Readonly<Record<string, string>> = {
  content: 'Text',
  alt: 'Alternative text',
  link: 'Link',
  picture: 'Picture',
  label: 'Label',
  heading: 'Heading',
  text: 'Text',
  title: 'Title',
  price: 'Price',
  source: 'Code',
  code: 'Code',
  note: 'Note',
  unsubscribe: 'Unsubscribe link',
  preferences: 'Preferences link',
  'button.label': 'Button',
  'button.link': 'Link of the button',
};

/** `Item 2, label`; `Row 1, column 3` */
export function nameOfPlace(path: string): string {
  const [list, at, what, cell] = path.split('.');
  const number = Number(at) + 1;
  if (list === 'links') return `Profile ${number}, ${what}`;
  if (list === 'items') return `Item ${number}, ${what}`;
  if (list === 'header') return `Header, column ${number}`;
  if (list === 'rows') return `Row ${number}, column ${Number(cell) + 1}`;
  return names[path] ?? path;
}

/** Null where there is nothing to say: the same link in all languages, a number. */
export function stateOfPart(
  block: Block,
  part: TranslatedPart,
  { brand, language }: { readonly brand: BrandKit; readonly language: string },
): { readonly words: string; readonly meaning: Meaning } | null {
  if (part.isOutdated) return { words: 'Outdated', meaning: 'warning' };
  if (part.translation) return { words: 'Translated', meaning: 'good' };
  if (isSaidByBrand(block, part.path, brand, language)) return { words: 'From your brand', meaning: 'good' };
  return needsTranslation(block, part) ? { words: 'Not translated', meaning: 'neutral' } : null;
}
