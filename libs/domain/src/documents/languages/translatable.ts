import { z } from 'zod';
import { picture } from '../blocks/pictures.ts';
import { documentLimits } from '../limits.ts';
import { link } from '../link.ts';
import { plainLine, richLine, richText } from '../rich-text/rich-text.ts';

/** `source` is code as a whole. */
export type PartKind = 'rich' | 'line' | 'plain' | 'link' | 'picture' | 'source';

/**
 * What of a block may be another in another language, by its place; `*` is each of a list. Everything else is structure,
 * which all languages share.
 */
export const translatable = {
  text: { content: 'rich' },
  heading: { content: 'line' },
  image: { picture: 'picture', alt: 'plain', link: 'link' },
  button: { label: 'plain', link: 'link' },
  divider: {},
  spacer: {},
  social: { 'links.*.label': 'plain', 'links.*.link': 'link' },
  menu: { 'items.*.label': 'plain', 'items.*.link': 'link' },
  hero: {
    picture: 'picture',
    alt: 'plain',
    heading: 'line',
    text: 'rich',
    'button.label': 'plain',
    'button.link': 'link',
  },
  card: {
    picture: 'picture',
    alt: 'plain',
    title: 'plain',
    text: 'rich',
    price: 'plain',
    'button.label': 'plain',
    'button.link': 'link',
  },
  table: { 'header.*': 'line', 'rows.*.cells.*': 'line' },
  video: { picture: 'picture', alt: 'plain', label: 'plain', link: 'link' },
  coupon: { code: 'plain', note: 'rich' },
  footer: { text: 'rich', unsubscribe: 'plain', preferences: 'plain' },
  raw: { source: 'source' },
  saved: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, PartKind>>>>;

const source = z.string().max(documentLimits.rawCharacters);
const schemas = { rich: richText, line: richLine, plain: plainLine, link, picture, source };

/** What a place of this kind of block takes; null when it has no such place, or the same in every language. */
export function kindOfPart(type: keyof typeof translatable, path: string): PartKind | null {
  const places: Readonly<Record<string, PartKind>> = translatable[type];
  return places[patternOf(path)] ?? null;
}

/** The place without saying which of a list: `rows.*.cells.*`. */
export function patternOf(path: string): string {
  return path.replaceAll(/\.\d+(?=\.|$)/g, '.*');
}

export function fitsPart(kind: PartKind, value: unknown): boolean {
  return schemas[kind].safeParse(value).success;
}
