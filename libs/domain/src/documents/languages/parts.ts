import type { Block, BlockType } from '../blocks/block.ts';
import { picture } from '../blocks/pictures.ts';
import { link } from '../link.ts';
import { plainTextOf } from '../rich-text/rich-text-text.ts';
import { plainLine, type RichLine, richLine, richText } from '../rich-text/rich-text.ts';
import { fingerprint } from './fingerprint.ts';
import type { TranslatedValue } from './translation.ts';

export type PartKind = 'rich' | 'line' | 'plain' | 'link' | 'picture';

/**
 * What of a block may be another in another language, by its place; `*` is each of a list. Everything else is structure,
 * which all languages share.
 */
const translatable: Readonly<Record<BlockType, Readonly<Record<string, PartKind>>>> = {
  text: { content: 'rich' },
  heading: { content: 'line' },
  image: { picture: 'picture', alt: 'plain', link: 'link' },
  button: { label: 'plain', link: 'link' },
  divider: {},
  spacer: {},
  social: {},
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
  raw: {},
  saved: {},
};

const schemas = { rich: richText, line: richLine, plain: plainLine, link, picture };

/** One place of a block and what stands there in the language of the message. */
export interface Part {
  readonly path: string;
  readonly kind: PartKind;
  readonly value: TranslatedValue;
}

/** In the order of the places above. */
export function partsOf(block: Block): Part[] {
  return Object.entries(translatable[block.type]).flatMap(([pattern, kind]) =>
    valuesAt(block, pattern.split('.')).map(({ path, value }) => ({
      path: path.join('.'),
      kind,
      value: value as TranslatedValue, // what the schema of the block has there
    })),
  );
}

/** What a place of this kind of block takes; null when it has no such place, or the same in every language. */
export function kindOfPart(type: BlockType, path: string): PartKind | null {
  return translatable[type][patternOf(path)] ?? null;
}

/** The place without saying which of a list: `rows.*.cells.*`. */
export function patternOf(path: string): string {
  return path.replaceAll(/\.\d+(?=\.|$)/g, '.*');
}

export function fitsPart(kind: PartKind, value: unknown): boolean {
  return schemas[kind].safeParse(value).success;
}

/** Whether a message is incomplete without a translation of it: links, pictures, numbers and variables are the same in every language. */
export function needsTranslation({ type }: Block, { path, kind, value }: Part): boolean {
  if (kind === 'link' || kind === 'picture') return false;
  return !(type === 'coupon' && path === 'code') && hasWords(value);
}

/** What a translation depends on: words, variables and links, but not how they look. */
export function fingerprintOf({ kind, value }: Pick<Part, 'kind' | 'value'>): string {
  if (kind === 'link' || kind === 'picture') return fingerprint(value);
  return fingerprint([plainTextOf(value as RichLine), linksIn(value)]); // a text, by its kind
}

function hasWords(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasWords);
  if (typeof value !== 'object' || value === null) return false;
  if ('text' in value && typeof value.text === 'string') return /\p{L}/u.test(value.text);
  if ('fallback' in value && typeof value.fallback === 'string') return /\p{L}/u.test(value.fallback);
  return ['content', 'attrs'].some((name) => hasWords(Reflect.get(value, name)));
}

function linksIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(linksIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, marks, content, attrs } = value as Partial<Record<'type' | 'marks' | 'content' | 'attrs', unknown>>;
  if (type === 'link') return [attrs];
  return [...linksIn(marks), ...linksIn(content)];
}

interface Found {
  readonly path: readonly string[];
  readonly value: unknown;
}

function valuesAt(whole: unknown, [name, ...rest]: readonly string[]): Found[] {
  if (whole === null || whole === undefined) return [];
  if (name === undefined) return [{ path: [], value: whole }];
  if (typeof whole !== 'object') return [];
  const names = name === '*' ? Object.keys(whole) : [name];
  return names.flatMap((each) =>
    valuesAt(Reflect.get(whole, each), rest).map(({ path, value }) => ({ path: [each, ...path], value })),
  );
}
