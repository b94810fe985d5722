import { Parser } from 'htmlparser2';
import {
  type EmailDocument,
  type Inline,
  type Link,
  type Mark,
  nodesOfText,
  normalizedAddress,
  variableIn,
} from '@engagex/domain/documents';
import type { ConversionReceipt } from '@engagex/domain/templates';
import { attributesOf } from '../find-links.ts';
import { DocumentBuilder } from './document-builder.ts';

/** What became of some HTML: a document, and what it could not take along. */
export interface Converted {
  readonly document: EmailDocument;
  readonly receipt: ConversionReceipt;
}

const ignored = new Set(['head', 'style', 'script', 'title', 'noscript', 'template']);
const ends = new Set(
  (
    'p div td th tr table tbody thead section article header footer main center blockquote h1 h2 h3 h4 h5 h6 ul ol li ' +
    'pre address figure figcaption dl dt dd form fieldset body'
  ).split(' '),
);
const markOf: ReadonlyMap<string, Mark['type'] & ('bold' | 'italic' | 'underline' | 'strike')> = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['s', 'strike'],
  ['strike', 'strike'],
  ['del', 'strike'],
]);
const empty = new Set(['br', 'img', 'hr', 'input', 'meta', 'link', 'col', 'wbr', 'area', 'base', 'source', 'embed']);

/** What is shown and no block can be. */
const withoutBlock = new Set('video audio svg canvas iframe object embed input select textarea'.split(' '));

interface Open {
  readonly name: string;
  readonly mark: Mark | null;
  readonly isHidden: boolean;
}

/**
 * Converts HTML to blocks in reading order: every word that is shown and every link, in the look of the brand. Throws
 * `document.invalid` when it is more than a document can be.
 */
export function documentOfHtml(html: string): Converted {
  const builder = new DocumentBuilder();
  const open: Open[] = [];
  const losses: Loss[] = [];
  let tables = 0;
  let hasStyles = false;

  const isHidden = () => open.some((each) => each.isHidden);
  const marks = (): Mark[] => {
    const known = new Map(open.flatMap(({ mark }) => (mark ? [[mark.type, mark] as const] : [])));
    return [...known.values()];
  };
  const lineOf = lineCounter(html);
  const lose = (kind: Loss['kind'], words: string) => losses.push({ kind, words, line: lineOf(parser.startIndex) });
  const linkOf = (href: string): Link | null => {
    const link = linkFor(href);
    if (!link && href.trim() !== '') lose('address', href);
    return link;
  };
  /** Text comes in pieces, between entities. */
  const loseHidden = (words: string) => {
    const last = losses.at(-1);
    if (last?.kind === 'hidden' && last.line === lineOf(parser.startIndex)) last.words += ` ${words}`;
    else lose('hidden', words);
  };
  const add = (text: string) => {
    for (const node of nodesOfText(text, (source) => lose('liquid', source))) builder.add(withMarks(node, marks()));
  };

  const parser = new Parser(
    {
      onopentag(name, raw) {
        const attributes = attributesOf(raw);
        const style = attributes.get('style') ?? '';
        if (style !== '' || attributes.has('bgcolor') || name === 'font') hasStyles = true;
        if (name === 'style') hasStyles = true;
        if (withoutBlock.has(name) && !isHidden()) lose('element', `<${name}>`);
        const hides = attributes.has('hidden') || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
        if (empty.has(name)) {
          if (isHidden() || hides) return;
          if (name === 'br') builder.add({ type: 'hardBreak' });
          if (name === 'hr') builder.divider();
          if (name === 'img') {
            const source = pictureOf(attributes.get('src') ?? '');
            if (!source) lose('address', attributes.get('src') ?? '');
            const link = marks().find((mark) => mark.type === 'link');
            const alt = attributes.get('alt') ?? '';
            if (source)
              builder.image(source, nodesOfText(onOneLine(alt)), link?.type === 'link' ? link.attrs.link : null);
            else add(alt);
          }
          return;
        }
        if (ends.has(name)) builder.end();
        if (name === 'table' && !isHidden()) tables += 1;
        if (/^h[1-6]$/.test(name)) builder.heading(Math.min(3, Number(name.charAt(1))));
        if (name === 'ul' || name === 'ol') builder.openList(name === 'ol');
        const simple = markOf.get(name);
        const href = name === 'a' ? attributes.get('href') : undefined;
        const link = href === undefined || isHidden() ? null : linkOf(href);
        const mark: Mark | null = simple ? { type: simple } : link ? { type: 'link', attrs: { link } } : null;
        open.push({ name, mark, isHidden: ignored.has(name) || hides });
      },
      ontext(text) {
        const isIgnored = open.some(({ name }) => ignored.has(name));
        if (isHidden()) {
          const words = onOneLine(text);
          if (!isIgnored && words !== '') loseHidden(words);
          return;
        }
        add(withoutControls(text));
      },
      onclosetag(name) {
        if (empty.has(name)) return;
        open.pop();
        if (ends.has(name)) builder.end();
        if (name === 'ul' || name === 'ol') builder.closeList();
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  );
  parser.end(html);
  return {
    document: builder.document(),
    receipt: { losses, tables, hasStyles },
  };
}

type Loss = ConversionReceipt['losses'][number];

/** The line of a position, counted from 1; asked for positions in their order. */
function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    for (let next = text.indexOf('\n', counted); next !== -1 && next < at; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    return line;
  };
}

function withMarks(node: Inline, marks: readonly Mark[]): Inline {
  return marks.length === 0 ? node : { ...node, marks: [...marks] };
}

function linkFor(href: string): Link | null {
  const text = href.replaceAll(/[\t\n\r]/g, '').trim();
  const [, scheme, rest = text] = /^(mailto|tel):(.*)$/i.exec(text) ?? [];
  const variable = variableIn(rest);
  if (variable === 'unsubscribe_url' || variable === 'preferences_url')
    return { to: variable === 'unsubscribe_url' ? 'unsubscribe' : 'preferences' };
  if (variable !== null)
    return {
      to: 'variable',
      variable,
      fallback: null,
      ...(scheme && { scheme: /^m/i.test(scheme) ? 'mailto' : 'tel' }),
    };
  if (/\{\{|\{%/.test(text) || normalizedAddress(text) === null || text.length > 2_000) return null;
  return { to: 'address', address: text, query: [] };
}

function pictureOf(source: string): { from: 'web'; url: string } | { from: 'variable'; variable: string } | null {
  const variable = variableIn(source);
  if (variable !== null) return { from: 'variable', variable };
  const url = source.trim();
  if (/\{\{|\{%/.test(url) || url.length > 2_000) return null;
  return /^https?:/.test(normalizedAddress(url) ?? '') ? { from: 'web', url } : null;
}

function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- texts of documents have none
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed();
}

function onOneLine(text: string): string {
  return withoutControls(text).replaceAll(/\s+/g, ' ').trim();
}
