import type { Block, BlockType } from '../blocks/block.ts';
import { plainTextOf } from '../rich-text/rich-text-text.ts';
import type { RichLine } from '../rich-text/rich-text.ts';
import { fingerprint } from './fingerprint.ts';
import { type PartKind, translatable } from './translatable.ts';
import type { TranslatedValue } from './translation.ts';

/** One place of a block and what stands there in the language of the message. */
export interface Part {
  readonly path: string;
  readonly kind: PartKind;
  readonly value: TranslatedValue;
}

/** Every kind of block is among them. */
const places: Readonly<Record<BlockType, Readonly<Record<string, PartKind>>>> = translatable;

/** In the order of `translatable`. */
export function partsOf(block: Block): Part[] {
  return Object.entries(places[block.type]).flatMap(([pattern, kind]) =>
    valuesAt(block, pattern.split('.')).map(({ path, value }) => ({
      path: path.join('.'),
      kind,
      value: value as TranslatedValue, // what the schema of the block has there
    })),
  );
}

/** Whether a message is incomplete without a translation of it: links, pictures, numbers and variables are the same in every language. */
export function needsTranslation({ type }: Block, { path, kind, value }: Part): boolean {
  if (kind === 'link' || kind === 'picture') return false;
  if (typeof value === 'string') return isWordsInOneLanguage(value);
  return !(type === 'coupon' && path === 'code') && hasWords(value);
}

/** What a translation depends on: words, variables and links, but not how they look. */
export function fingerprintOf({ kind, value }: Pick<Part, 'kind' | 'value'>): string {
  if (kind === 'link' || kind === 'picture' || kind === 'source') return fingerprint(value);
  return fingerprint([plainTextOf(value as RichLine), linksIn(value)]); // a text, by its kind
}

/** Code that asks for the reader's language has what it says in each of them. */
function isWordsInOneLanguage(source: string): boolean {
  if (/contact\.language/.test(source)) return false;
  const shown = source.replaceAll(
    /<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style>|<[^>]*>|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|&\w+;/gi,
    ' ',
  );
  return /\p{L}/u.test(shown);
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
