import type { Link } from '../link.ts';
import type { Inline, List, Mark, PlainLine, RichBlock, RichLine, RichText } from './rich-text.ts';

/** Writes texts in few characters, for starters and tests. A string is text without marks. */
export type Words = string | Inline;

export function words(text: string, ...marks: Mark[]): Inline {
  return marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text };
}

export function bold(text: string): Inline {
  return words(text, { type: 'bold' });
}

export function linked(text: string, link: Link): Inline {
  return words(text, { type: 'link', attrs: { link } });
}

export function value(name: string, fallback = ''): Extract<Inline, { type: 'variable' }> {
  return { type: 'variable', attrs: { name, fallback } };
}

export function address(href: string): Link {
  return { to: 'address', address: href, query: [] };
}

export function paragraph(...content: readonly Words[]): Extract<RichBlock, { type: 'paragraph' }> {
  return { type: 'paragraph', content: content.filter((part) => part !== '').map(asInline) };
}

export function bullets(...items: readonly (readonly Words[])[]): List {
  return { type: 'bulletList', content: items.map((item) => ({ type: 'listItem', content: [paragraph(...item)] })) };
}

export function rich(...content: readonly RichBlock[]): RichText {
  return { type: 'doc', content: [...content] };
}

export function richLineOf(...content: readonly Words[]): RichLine {
  return { type: 'doc', content: [paragraph(...content)] };
}

/** Text and variables; strings that are empty are left out. */
export function plain(...content: readonly (string | ReturnType<typeof value>)[]): PlainLine {
  const nodes = content
    .filter((part) => part !== '')
    .map((part) =>
      typeof part === 'string' ? { type: 'text' as const, text: part } : { type: part.type, attrs: part.attrs },
    );
  return { type: 'doc', content: [{ type: 'paragraph', content: nodes }] };
}

function asInline(part: Words): Inline {
  return typeof part === 'string' ? { type: 'text', text: part } : part;
}
