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
import { attributesOf } from '../find-links.ts';
import { DocumentBuilder } from './document-builder.ts';

/** What became of some HTML: a document, and what it could not take along. */
export interface Converted {
  readonly document: EmailDocument;
  readonly receipt: ConversionReceipt;
}

export interface ConversionReceipt {
  /** Words that the HTML hides, such as a preheader; they are not in the document. */
  readonly hidden: string;
  /** Liquid that is now text: conditions and loops are properties of blocks. */
  readonly liquid: readonly string[];
  /** Addresses of links and pictures that no document can have; their words are there. */
  readonly addresses: readonly string[];
  /** Columns and cells that stood beside each other are below each other. */
  readonly tables: number;
  /** Whether colors, fonts and sizes were left out: those of the brand are used. */
  readonly hasStyles: boolean;
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
  const hidden: string[] = [];
  const liquid: string[] = [];
  const addresses: string[] = [];
  let tables = 0;
  let hasStyles = false;

  const isHidden = () => open.some((each) => each.isHidden);
  const marks = (): Mark[] => {
    const known = new Map(open.flatMap(({ mark }) => (mark ? [[mark.type, mark] as const] : [])));
    return [...known.values()];
  };
  const linkOf = (href: string): Link | null => {
    const link = linkFor(href);
    if (!link && href.trim() !== '') addresses.push(href);
    return link;
  };
  const add = (text: string) => {
    for (const node of nodesOfText(text, (source) => liquid.push(source))) builder.add(withMarks(node, marks()));
  };

  const parser = new Parser(
    {
      onopentag(name, raw) {
        const attributes = attributesOf(raw);
        const style = attributes.get('style') ?? '';
        if (style !== '' || attributes.has('bgcolor') || name === 'font') hasStyles = true;
        if (name === 'style') hasStyles = true;
        const hides = attributes.has('hidden') || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
        if (empty.has(name)) {
          if (isHidden() || hides) return;
          if (name === 'br') builder.add({ type: 'hardBreak' });
          if (name === 'hr') builder.divider();
          if (name === 'img') {
            const source = pictureOf(attributes.get('src') ?? '');
            if (!source) addresses.push(attributes.get('src') ?? '');
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
          if (!isIgnored) hidden.push(text);
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
    receipt: { hidden: onOneLine(hidden.join(' ')), liquid, addresses, tables, hasStyles },
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
